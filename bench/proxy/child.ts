// A process of the benchmark that serves on a port and answers questions about itself.
import { type ChildProcess, fork } from "node:child_process";

/** A process that has reported its port. */
export interface Child {
  readonly port: number;
  /** Requests its report. Rejects if it has ended. */
  ask(): Promise<unknown>;
  stop(): Promise<void>;
}

/**
 * Starts the script beside this file. It sends its port first, and then a reply to each message.
 */
export async function startChild(script: string, args: readonly string[]): Promise<Child> {
  const child = fork(new URL(script, import.meta.url), args, { execArgv: ["--expose-gc"] });
  const ended = new Promise<void>((done) => child.once("exit", () => done()));
  const port = await nextMessage(child);
  if (typeof port !== "number") throw new Error(`${script} did not say where it listens.`);
  return {
    port,
    async ask() {
      const answer = nextMessage(child);
      child.send("vitals");
      return answer;
    },
    async stop() {
      child.kill();
      await ended;
    },
  };
}

/** The process's side: sends its port, and answers each message. */
export function serveParent(port: number, answer: () => unknown = () => null): void {
  process.on("message", () => process.send?.(answer()));
  process.send?.(port);
}

function nextMessage(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const onMessage = (message: unknown) => {
      child.off("exit", onExit);
      resolve(message);
    };
    const onExit = (code: number | null) => {
      child.off("message", onMessage);
      reject(new Error(`A process of the benchmark ended with code ${String(code)}.`));
    };
    child.once("message", onMessage);
    child.once("exit", onExit);
  });
}
