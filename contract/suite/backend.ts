// A backend of the contract suite: answers both contracts and lets time pass.
import type { FlinkClient } from "../../src/client/flink-client.ts";

/** A cluster that runs Click Event Count from its start, like Flink's Operations Playground. */
export interface Backend {
  /** For messages: "engine over HTTP", "Flink 2.3.0". */
  readonly name: string;
  /** Whether it is Flink or the engine. Only the engine has the differences in deviations.ts. */
  readonly kind: "engine" | "flink";
  /** The version of its REST API. The engine's is 2.3. */
  readonly version: "1.20" | "2.3";
  /** Whether it is behind Drey's proxy, which allows no changes by GET. */
  readonly isGuarded: boolean;
  readonly client: FlinkClient;
  /** Its wall clock, epoch ms. */
  nowMs(): number;
  /** Lets `ms` of its time pass. */
  pause(ms: number): Promise<void>;
  /** Stops everything that it started. */
  stop(): Promise<void>;
}

/**
 * The default time for a fact to become true, ms of the backend's own time. Only against a hang.
 */
const PATIENCE_MS = 900_000;
const POLL_MS = 100;

/** Calls `read` until it returns a value, and returns it. The error names the awaited fact. */
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
      throw new Error(`${backend.name}: waited ${patienceMs / 1000} s for ${missing}`);
    }
    await backend.pause(POLL_MS);
  }
}
