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
  if (version.status !== 0) return "java is not installed (a JDK of Java 17 or later is required)";
  const major = javaMajorVersion(version.stderr);
  if (major === undefined || major < OLDEST_JAVA) {
    return `java has ${major === undefined ? "an unknown version" : `version ${major}`}, and version ${OLDEST_JAVA} or later is required`;
  }
  for (const name of ["javac", "jar"]) {
    if (spawnSync(javaProgram(name), ["--version"]).status !== 0) {
      return `${name} is not installed: the installed Java is only a runtime, and a JDK is required`;
    }
  }
  return undefined;
}

/** Whether Maven is installed. */
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
  return whyNoJava() ?? (hasMaven() ? undefined : "Maven (mvn) is not installed");
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
