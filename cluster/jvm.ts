// A Java process started by Drey. Its standard input is a pipe, and it ends when the pipe closes.
// It therefore ends with this process, however this process ends.
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { createInterface } from "node:readline";
import { ensureExists } from "../src/base/assert.ts";
import { javaProgram } from "../tools/java.mjs";

/** The command of a process. */
export interface JvmDescription {
  /** Options of the JVM itself. */
  readonly options: readonly string[];
  /** JARs, or directories of them. */
  readonly classPath: readonly string[];
  readonly mainClass: string;
  readonly args: readonly string[];
  readonly workingDirectory: string;
  /** Receives its output with standard error. Of a process with `onLine`, only standard error. */
  readonly outputFile: string;
  /**
   * Called with each line that the process prints. Such a process monitors its standard input
   * itself.
   */
  readonly onLine?: (line: string) => void;
}

/** Main class that runs another one and monitors standard input for it. */
const HOLDER = "drey.playground.Held";

/** 128 + SIGKILL, the exit code in shells and Docker. */
const KILLED_EXIT_CODE = 137;
const STOPPED_EXIT_CODE = 143;

/** A process that was started. */
export class Jvm {
  readonly pid: number;
  /** Its exit code, as Docker would show it. */
  readonly ended: Promise<number>;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, pid: number) {
    this.#child = child;
    this.pid = pid;
    this.ended = new Promise((done) => child.once("exit", (code, signal) => done(exitCodeOf(code, signal))));
  }

  /** Starts it. Rejects if the system cannot, for example without `java`. */
  static async start(description: JvmDescription): Promise<Jvm> {
    const { options, classPath, mainClass, args, workingDirectory, outputFile, onLine } = description;
    const output = openSync(outputFile, "a");
    const main = onLine === undefined ? [HOLDER, mainClass] : [mainClass];
    const child = spawn(javaProgram("java"), [...options, "-cp", classPath.join(":"), ...main, ...args], {
      cwd: workingDirectory,
      stdio: ["pipe", onLine === undefined ? output : "pipe", output],
      // Its own process group: Ctrl-C in the terminal reaches only this process, which then ends
      // the others in order.
      detached: true,
    });
    closeSync(output);
    await new Promise<void>((done, fail) => {
      child.once("spawn", () => done());
      child.once("error", fail);
    });
    // A line for a process that has just ended is lost. Its end is noticed separately.
    child.stdin?.on("error", () => undefined);
    if (child.stdout !== null && onLine !== undefined) createInterface(child.stdout).on("line", onLine);
    return new Jvm(child, ensureExists(child.pid, "the process id of a process that runs"));
  }

  /** Sends a line to a process with `onLine`. */
  say(line: string): void {
    this.#child.stdin?.write(`${line}\n`);
  }

  /** SIGKILL. Resolves when the process has ended. */
  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.ended;
  }

  /** SIGTERM, then SIGKILL if it does not end in time. */
  async stop(graceMs: number): Promise<void> {
    this.#child.kill("SIGTERM");
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), graceMs);
    await this.ended;
    clearTimeout(timer);
  }
}

/** The exit code as Docker shows it, from Node's result. */
export function exitCodeOf(code: number | null, signal: NodeJS.Signals | null): number {
  if (signal === "SIGKILL") return KILLED_EXIT_CODE;
  if (signal === "SIGTERM") return STOPPED_EXIT_CODE;
  return code ?? 1;
}
