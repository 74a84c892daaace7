// Runs a tool or a script on the Node that this repository pins, whatever Node the machine has.
// It must itself run on Node 20 without any dependency.
//
//   node tools/node24.mjs vitest run        a tool of a package named in package.json
//   node tools/node24.mjs server/engine.ts  a script; Node 24 strips the types
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** An error whose message is all that the user needs: printed without a stack. */
export class UserError extends Error {}

/** The package that carries Node for this machine. On Apple silicon its publisher had to choose another prefix. */
function platformPackage() {
  const platform = process.platform === "win32" ? "win" : process.platform;
  const prefix = platform === "darwin" && process.arch === "arm64" ? "node-bin" : "node";
  return `${prefix}-${platform}-${process.arch}`;
}

/** Whether a version such as "v22.12.0" satisfies what the strictest of our tools asks for: ^22.19 or >=24. */
export function isRecentEnough(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, "").split(".").map(Number);
  return major >= 24 || (major === 22 && minor >= 19);
}

/** Path of the Node to run our tools with. Throws UserError if this machine has none. */
export function findNode() {
  const pinned = join(root, "node_modules", platformPackage(), "bin", process.platform === "win32" ? "node.exe" : "node");
  if (existsSync(pinned)) return pinned;
  if (isRecentEnough(process.version)) return process.execPath;
  throw new UserError(
    `No Node 24 for ${process.platform}-${process.arch} in node_modules, and the running Node ${process.version} is too old.\n` +
      `Run "npm ci" (it installs ${platformPackage()} where that package exists), or run this with Node 24.`,
  );
}

/** Path of the script behind a tool's name, as its package declares it. Throws UserError if no dependency has it. */
function scriptOfTool(tool) {
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  for (const name of Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })) {
    const home = join(root, "node_modules", name);
    const file = join(home, "package.json");
    if (!existsSync(file)) continue;
    const { bin } = JSON.parse(readFileSync(file, "utf8"));
    const entry = typeof bin === "string" ? (name === tool ? bin : undefined) : bin?.[tool];
    if (entry !== undefined) return join(home, entry);
  }
  throw new UserError(`No installed package offers "${tool}". Run "npm ci" first.`);
}

/** Command line that runs a tool or a script on the pinned Node. */
export function commandFor(toolOrScript, args) {
  const isScript = /\.(ts|mts|js|mjs)$/.test(toolOrScript);
  const script = isScript ? resolve(root, toolOrScript) : scriptOfTool(toolOrScript);
  if (!existsSync(script)) throw new UserError(`There is no ${toolOrScript} here.`);
  return { file: findNode(), args: [script, ...args] };
}

/** Environment in which a child's own "node" is the pinned one too. */
export function environment(extra = {}) {
  return { ...process.env, PATH: `${dirname(findNode())}${delimiter}${process.env.PATH ?? ""}`, ...extra };
}

/**
 * Runs a tool or a script in the foreground and answers its exit code. Interrupts reach the child, and the
 * child decides: we wait for it.
 */
export function run(toolOrScript, args, { env = {}, cwd = root } = {}) {
  const command = commandFor(toolOrScript, args);
  return new Promise((done, fail) => {
    const child = spawn(command.file, command.args, { stdio: "inherit", cwd, env: environment(env) });
    const forward = (signal) => child.kill(signal);
    process.on("SIGINT", forward);
    process.on("SIGTERM", forward);
    child.on("error", fail);
    child.on("exit", (code, signal) => {
      process.off("SIGINT", forward);
      process.off("SIGTERM", forward);
      done(code ?? (signal === "SIGINT" ? 130 : 1));
    });
  });
}

/** Runs a command's main function: its answer is the exit code, and a UserError is a sentence on stderr. */
export async function main(action) {
  try {
    process.exitCode = await action(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(async ([toolOrScript, ...args]) => {
    if (toolOrScript === undefined) throw new UserError("Usage: node tools/node24.mjs <tool or script> [arguments]");
    return run(toolOrScript, args, { cwd: process.cwd() });
  });
}
