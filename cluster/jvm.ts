// A Java process of ours. Its standard input is a pipe from here, and it ends when that breaks: whatever ends this process ends all of them.
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { createInterface } from "node:readline";
import { ensureExists } from "../src/base/assert.ts";
import { javaProgram } from "../tools/java.mjs";

/** What a process runs. */
export interface JvmDescription {
  /** Options of the JVM itself. */
  readonly options: readonly string[];
  /** JARs, or directories of them. */
  readonly classPath: readonly string[];
  readonly mainClass: string;
  readonly args: readonly string[];
  readonly workingDirectory: string;
  /** Takes what it prints, standard error included; of one that talks, standard error alone. */
  readonly outputFile: string;
  /** If given, it talks by lines and watches its standard input by itself: it is told of each line that the process prints. */
  readonly onLine?: (line: string) => void;
}

/** Main class that runs another one and watches standard input for it. */
const HOLDER = "drey.playground.Held";

/** 128 + SIGKILL, as shells and Docker count. */
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

  /** Starts it. Rejects if the system could not, for want of `java` for example. */
  static async start(description: JvmDescription): Promise<Jvm> {
    const { options, classPath, mainClass, args, workingDirectory, outputFile, onLine } = description;
    const output = openSync(outputFile, "a");
    const main = onLine === undefined ? [HOLDER, mainClass] : [mainClass];
    const child = spawn(javaProgram("java"), [...options, "-cp", classPath.join(":"), ...main, ...args], {
      cwd: workingDirectory,
      stdio: ["pipe", onLine === undefined ? output : "pipe", output],
      // A process group of its own: Ctrl-C in the terminal reaches us alone, and we end them in order.
      detached: true,
    });
    closeSync(output);
    await new Promise<void>((done, fail) => {
      child.once("spawn", () => done());
      child.once("error", fail);
    });
    // What is said to one that has just died is lost, and its end is noticed anyway.
    child.stdin?.on("error", () => undefined);
    if (child.stdout !== null && onLine !== undefined) createInterface(child.stdout).on("line", onLine);
    return new Jvm(child, ensureExists(child.pid, "the process id of a process that runs"));
  }

  /** Says a line to one that talks. */
  say(line: string): void {
    this.#child.stdin?.write(`${line}\n`);
  }

  /** SIGKILL: without a goodbye. Resolves when it is gone. */
  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.ended;
  }

  /** SIGTERM, and SIGKILL if that did not end it in time. */
  async stop(graceMs: number): Promise<void> {
    this.#child.kill("SIGTERM");
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), graceMs);
    await this.ended;
    clearTimeout(timer);
  }
}

/** Exit code as Docker shows it, from what Node says of a process that has ended. */
export function exitCodeOf(code: number | null, signal: NodeJS.Signals | null): number {
  if (signal === "SIGKILL") return KILLED_EXIT_CODE;
  if (signal === "SIGTERM") return STOPPED_EXIT_CODE;
  return code ?? 1;
}
