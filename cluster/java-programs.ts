// The programs of a JDK, and Maven: which are on this machine and whether they are good enough.
import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** Kafka's broker is compiled for it; Flink runs on it as well. */
const OLDEST_JAVA = 17;

/** Path or name of a program of the JDK: of JAVA_HOME if that is set, else of the PATH. */
export function javaProgram(name: "java" | "javac" | "jar"): string {
  const home = process.env.JAVA_HOME;
  return home === undefined || home === "" ? name : join(home, "bin", name);
}

/** Why this machine cannot run or compile Java, as the rest of "skipped, because …"; undefined if it can. */
export function whyNoJava(): string | undefined {
  const version = spawnSync(javaProgram("java"), ["-version"], { encoding: "utf8" });
  if (version.status !== 0) return "java is not on this machine (Java 17 or later, as a JDK)";
  const major = javaMajorVersion(version.stderr);
  if (major === undefined || major < OLDEST_JAVA) {
    return `java on this machine is ${major === undefined ? "of an unknown version" : `Java ${major}`}; it takes Java ${OLDEST_JAVA} or later`;
  }
  for (const name of ["javac", "jar"] as const) {
    if (spawnSync(javaProgram(name), ["--version"]).status !== 0) {
      return `${name} is not on this machine: it has a Java runtime only, and it takes a JDK`;
    }
  }
  return undefined;
}

/** Whether Maven is on this machine. */
export function hasMaven(): boolean {
  return spawnSync("mvn", ["--version"]).status === 0;
}

/** The major version out of what `java -version` prints: 17 of `openjdk version "17.0.15"`, 8 of `"1.8.0_452"`. */
export function javaMajorVersion(text: string): number | undefined {
  const found = /version "(?:1\.)?(\d+)/.exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
}
