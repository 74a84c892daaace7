// Installs the locked dependencies if they are missing. Runs on Node 20 without dependencies.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "./command.mjs";

/**
 * Whether `home`/node_modules contains the packages of `home`/package-lock.json. Optional packages
 * may be missing, because most are for other machines.
 */
export function isInstalled(home) {
  const record = join(home, "node_modules", ".package-lock.json");
  if (!existsSync(record)) return false;
  const installed = JSON.parse(readFileSync(record, "utf8")).packages;
  const locked = JSON.parse(readFileSync(join(home, "package-lock.json"), "utf8")).packages;
  return Object.entries(locked).every(([path, wanted]) => {
    const found = installed[path];
    if (path === "" || (found === undefined && (wanted.optional || wanted.devOptional))) return true;
    return found?.version === wanted.version;
  });
}

/**
 * Installs the locked dependencies of `home` if they are missing or differ, with a message. Throws
 * UserError if that fails.
 */
export function ensureDependencies(home) {
  if (isInstalled(home)) return;
  console.log("Installing the locked dependencies into node_modules (npm ci) …");
  // An npm configured to omit development or optional packages would omit the build itself and Node
  // 24.
  const args = ["ci", "--include=dev", "--include=optional", "--no-audit", "--no-fund", "--loglevel=error"];
  const npmCli = process.env.npm_execpath;
  const isNpm = npmCli !== undefined && npmCli.endsWith("npm-cli.js");
  const { status, error } = isNpm
    ? spawnSync(process.execPath, [npmCli, ...args], { cwd: home, stdio: "inherit" })
    : spawnSync("npm", args, { cwd: home, stdio: "inherit", shell: process.platform === "win32" });
  if (status !== 0) {
    throw new UserError(`The dependencies could not be installed${error ? ` (${error.message})` : ""}. Run "npm ci" to see why.`);
  }
}
