// Installs software that tests need and npm does not provide, or prints how to. Runs on Node 20
// without dependencies.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** @typedef {"chromium" | "java"} Software "java" is a JDK and Maven. */

/** By package manager. The first one whose command exists is this system's. */
const packageManagers = [
  {
    command: "apt-get",
    chromium: ["apt-get update", "apt-get install -y --no-install-recommends chromium"],
    java: ["apt-get update", "apt-get install -y --no-install-recommends default-jdk-headless maven"],
  },
  { command: "dnf", chromium: ["dnf install -y chromium"], java: ["dnf install -y java-latest-openjdk-devel maven"] },
  { command: "pacman", chromium: ["pacman -S --noconfirm --needed chromium"], java: ["pacman -S --noconfirm --needed jdk-openjdk maven"] },
];

/** Path of a command, or undefined. */
export function onPath(command) {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return folders.map((folder) => join(folder, command)).find((file) => existsSync(file));
}

/**
 * The commands that install it, in order. Undefined if the package manager is unknown.
 * @param {Software} software
 * @returns {string[] | undefined}
 */
export function installCommands(software, { isRoot, hasCommand } = thisMachine()) {
  const manager = packageManagers.find(({ command }) => hasCommand(command));
  const sudo = isRoot ? "" : "sudo ";
  return manager?.[software].map((command) => sudo + command);
}

function thisMachine() {
  return { isRoot: process.getuid?.() === 0, hasCommand: (command) => onPath(command) !== undefined };
}

/**
 * Runs the commands of {@link installCommands}, printing each one first. Stops at the first that fails. sudo may ask for a password.
 * @param {Software} software
 */
export function installPackages(software) {
  for (const line of installCommands(software) ?? []) {
    console.log(`  ${line}`);
    const [command, ...args] = line.split(" ");
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    if (spawnSync(command, args, { stdio: "inherit", env }).status !== 0) return;
  }
}

/**
 * Removes `--install` from a command's arguments. Without it, nothing may be installed on the
 * system, except with CI=true.
 * @param {string[]} args
 * @returns {{ mayInstall: boolean, rest: string[] }}
 */
export function takeInstallFlag(args) {
  const rest = args.filter((arg) => arg !== "--install");
  return { mayInstall: rest.length < args.length || process.env.CI === "true", rest };
}
