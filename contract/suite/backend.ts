// What the contract is held against: anything that answers both contracts and lets time pass.
import type { FlinkClient } from "../../src/client/flink-client.ts";

/** A cluster that runs Click Event Count from its start, as Flink's Operations Playground does. */
export interface Backend {
  /** For people: "engine over HTTP", "Flink 2.3.0". */
  readonly name: string;
  /** Flink's own processes, or the engine: what is listed in deviations.ts concerns only the latter. */
  readonly kind: "engine" | "flink";
  /** Whose REST API it speaks. The engine speaks 2.3's. */
  readonly version: "1.20" | "2.3";
  /** Behind Drey's proxy, which allows no changes to a cluster by GET. */
  readonly isGuarded: boolean;
  readonly client: FlinkClient;
  /** Its wall clock, epoch ms. */
  nowMs(): number;
  /** Lets `ms` of its time pass. */
  pause(ms: number): Promise<void>;
  /** Ends all it started. */
  stop(): Promise<void>;
}

/** How long a fact may take to become true unless told otherwise, ms of the backend's own time: against a hang only. */
const PATIENCE_MS = 900_000;
const POLL_MS = 100;

/** Asks until `read` finds something, and answers it. Rejects with what was waited for. */
export async function until<T>(
  backend: Backend,
  what: string | (() => string),
  read: () => Promise<T | undefined>,
  patienceMs = PATIENCE_MS,
): Promise<T> {
  const endMs = backend.nowMs() + patienceMs;
  for (;;) {
    const found = await read();
    if (found !== undefined) return found;
    if (backend.nowMs() > endMs) {
      const missing = typeof what === "string" ? what : what();
      throw new Error(`${backend.name}: waited ${patienceMs / 1000} s in vain for ${missing}`);
    }
    await backend.pause(POLL_MS);
  }
}
