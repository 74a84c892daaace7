// Runs a tool or a script on the Node version that this repository pins, or on the machine's own if
// it is at least as new. This script itself must run on Node 20 without dependencies.
//
//   node tools/node24.mjs vitest run a tool of a package named in package.json
//   node tools/node24.mjs server/engine.ts a script; Node 24 strips the types
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { main, UsageError, UserError } from "./command.mjs";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The package with Node for this machine. On Apple silicon its publisher uses another prefix. */
function platformPackage() {
  const platform = process.platform === "win32" ? "win" : process.platform;
  const prefix = platform === "darwin" && process.arch === "arm64" ? "node-bin" : "node";
  return `${prefix}-${platform}-${process.arch}`;
}

/**
 * Whether a version such as "v24.21.0" satisfies the strictest tool, size-limit: ^22.19, ^24.5 or
 * 26 and later.
 */
export function isRecentEnough(version) {
  const [major, minor] = numbersOf(version);
  return major >= 26 || (major === 24 && minor >= 5) || (major === 22 && minor >= 19);
}

function numbersOf(version) {
  const [major = 0, minor = 0, patch = 0] = version.replace(/^v/, "").split(".").map(Number);
  return [major, minor, patch];
}

/**
 * Decides which Node runs the tools, by the versions of the user's own and of this machine's
 * package: the newer one, because a package may lag behind. Undefined if neither is recent enough.
 * @param {string} own
 * @param {string | undefined} packaged
 * @returns {"own" | "package" | undefined}
 */
export function chooseNode(own, packaged) {
  if (!isRecentEnough(own)) return packaged === undefined ? undefined : "package";
  if (packaged === undefined) return "own";
  const ours = numbersOf(own);
  const theirs = numbersOf(packaged);
  const difference = ours.map((number, index) => number - theirs[index]).find((part) => part !== 0) ?? 0;
  return difference >= 0 ? "own" : "package";
}

/** Path of the Node that runs the tools. Throws UserError if this machine has none. */
export function findNode() {
  const home = join(root, "node_modules", platformPackage());
  const manifest = join(home, "package.json");
  const packaged = existsSync(manifest) ? JSON.parse(readFileSync(manifest, "utf8")).version : undefined;
  const choice = chooseNode(process.version, packaged);
  if (choice === "own") return process.execPath;
  if (choice === "package") return join(home, "bin", process.platform === "win32" ? "node.exe" : "node");
  throw new UserError(
    `There is no ${platformPackage()} in node_modules, and the running Node ${process.version} is too old for the tools.\n` +
      `Run "npm ci", which installs Node where that package exists, or run this with Node 24.`,
  );
}

/**
 * Path of the script for a tool's name, as declared by its package. Throws UserError if no
 * dependency has it.
 */
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

function commandFor(toolOrScript, args) {
  const isScript = /\.(ts|mts|js|mjs)$/.test(toolOrScript);
  const script = isScript ? resolve(root, toolOrScript) : scriptOfTool(toolOrScript);
  if (!existsSync(script)) throw new UserError(`There is no file ${script}.`);
  return { file: findNode(), args: [script, ...args] };
}

/** The parent processes up to npm: its shell, and on Linux npm itself. */
function parents() {
  let npm = "";
  try {
    // "pid (command) state parent …". The command may contain any characters.
    npm = readFileSync(`/proc/${process.ppid}/stat`, "utf8").split(") ").at(-1)?.split(" ")[1];
  } catch {
    // Not on Linux, or the shell has ended, which the other check detects.
  }
  return `${process.ppid} ${npm}`;
}

/**
 * Calls `stop` when the npm that runs this script has ended. Killing npm by its process id ends at
 * most npm's shell, which forwards no signal, and a server would keep its port. Returns the
 * function that stops watching.
 */
function onOrphaned(stop) {
  if (process.env.npm_lifecycle_event === undefined) return () => {};
  const atStart = parents();
  const timer = setInterval(() => parents() !== atStart && stop(), 500);
  return () => clearInterval(timer);
}

/**
 * Runs a tool or a script in the foreground with the pinned version as its "node", and returns its
 * exit code. Signals reach the child, and this process waits for it.
 */
export function run(toolOrScript, args, { env = {}, cwd = root } = {}) {
  const command = commandFor(toolOrScript, args);
  const PATH = `${dirname(command.file)}${delimiter}${process.env.PATH ?? ""}`;
  return new Promise((done, fail) => {
    const child = spawn(command.file, command.args, { stdio: "inherit", cwd, env: { ...process.env, PATH, ...env } });
    const forward = (signal) => child.kill(signal);
    process.on("SIGINT", forward);
    process.on("SIGTERM", forward);
    const unwatch = onOrphaned(() => child.kill("SIGTERM"));
    child.on("error", fail);
    child.on("exit", (code) => {
      unwatch();
      process.off("SIGINT", forward);
      process.off("SIGTERM", forward);
      done(code ?? 1);
    });
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(([toolOrScript, ...args]) => {
    if (toolOrScript === undefined) throw new UsageError("Usage: node tools/node24.mjs <tool or script> [arguments]");
    return run(toolOrScript, args, { cwd: process.cwd() });
  });
}
