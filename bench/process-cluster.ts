// The engine in another process.
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { assert } from "../src/base/assert.ts";
import type { ClusterOptions } from "../src/engine/supervisor/cluster-options.ts";
import type { ClusterUnderTest } from "./cluster-under-test.ts";
import type { AnsweredProcess, AskedProcess } from "./engine-process.ts";

/** A cluster whose memory can be measured separately. */
export interface ProcessCluster extends ClusterUnderTest {
  readonly pid: number;
}

/** Starts a cluster in its own process. */
export function startInProcess(options: Partial<ClusterOptions>): ProcessCluster {
  const child = fork(fileURLToPath(new URL("./engine-process.ts", import.meta.url)), [JSON.stringify(options)]);
  const { pid } = child;
  assert(pid !== undefined, "the engine's process could not be started");
  const waiting = new Map<number, { resolve: (answer: AnsweredProcess) => void; reject: (error: Error) => void }>();
  let nextId = 0;
  child.on("message", (answer: AnsweredProcess) => {
    waiting.get(answer.id)?.resolve(answer);
    waiting.delete(answer.id);
  });
  child.on("exit", (code) => {
    for (const { reject } of waiting.values()) reject(new Error(`the engine's process ended with ${String(code)}`));
    waiting.clear();
  });
  return {
    pid,
    ask: (method, url, body) =>
      new Promise((resolve, reject) => {
        const id = nextId++;
        waiting.set(id, { resolve, reject });
        child.send({ id, method, url, body } satisfies AskedProcess);
      }),
    stop: () =>
      new Promise((resolve) => {
        child.once("exit", () => resolve());
        child.disconnect();
      }),
  };
}
