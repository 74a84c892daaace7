// Finds the programs of a JDK, and Maven, and checks their versions. Runs on Node 20 without
// dependencies.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { UserError } from "./command.mjs";
import { installCommands, installPackages } from "./system-packages.mjs";

/** Kafka's broker needs it, and Flink runs on it too. */
const OLDEST_JAVA = 17;

/**
 * Path or name of a program of the JDK: in JAVA_HOME if that is set, otherwise in the PATH.
 * @param {"java" | "javac" | "jar"} name
 * @returns {string}
 */
export function javaProgram(name) {
  const home = process.env.JAVA_HOME;
  return home === undefined || home === "" ? name : join(home, "bin", name);
}

/**
 * Why this machine cannot run or compile Java, as part of a sentence; undefined if it can.
 * @returns {string | undefined}
 */
export function whyNoJava() {
  const version = spawnSync(javaProgram("java"), ["-version"], { encoding: "utf8" });
  if (version.status !== 0) return "java is not on this machine (Java 17 or later, as a JDK)";
  const major = javaMajorVersion(version.stderr);
  if (major === undefined || major < OLDEST_JAVA) {
    return `java on this machine is ${major === undefined ? "of an unknown version" : `Java ${major}`}; it takes Java ${OLDEST_JAVA} or later`;
  }
  for (const name of ["javac", "jar"]) {
    if (spawnSync(javaProgram(name), ["--version"]).status !== 0) {
      return `${name} is not on this machine: it has a Java runtime only, and it takes a JDK`;
    }
  }
  return undefined;
}

/** Whether Maven is on this machine. */
export function hasMaven() {
  return spawnSync("mvn", ["--version"]).status === 0;
}

/**
 * The major version in the output of `java -version`: 17 for `openjdk version "17.0.15"`, 8 for
 * `"1.8.0_452"`.
 * @param {string} text
 * @returns {number | undefined}
 */
export function javaMajorVersion(text) {
  const found = /version "(?:1\.)?(\d+)/.exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
}

function whatIsMissing() {
  return whyNoJava() ?? (hasMaven() ? undefined : "mvn is not on this machine");
}

/**
 * Checks that the live tests have a JDK and Maven. If not, installs them if `mayInstall` allows
 * that, printing each command first. Otherwise throws UserError with the command, also if the
 * installation fails.
 */
export function ensureJava({ mayInstall = false } = {}) {
  if (whatIsMissing() === undefined) return;
  const commands = installCommands("java");
  if (mayInstall && commands !== undefined) {
    console.log("The live tests need a JDK and Maven. Installing them with the system's package manager:");
    installPackages("java");
  }
  const missing = whatIsMissing();
  if (missing === undefined) return;
  throw new UserError(
    [
      `The live tests run Apache Flink, which needs Java ${OLDEST_JAVA} or later (a JDK) and Maven: ${missing}.`,
      commands === undefined ? "Install both." : `Install both:  ${commands.join(" && ")}`,
      ...(mayInstall || commands === undefined ? [] : ["or let the tests install them:  npm run test:live -- --install"]),
    ].join("\n"),
  );
}
