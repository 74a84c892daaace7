// The host's Storage with latency and, if the schedule says so, errors. An operation takes effect some time before its answer, and also
// if the actor that requested it is dead by then.

import { assert } from "../../base/assert.ts";
import type { SeededRng } from "../../base/seeded-rng.ts";
import { type Storage, StorageError } from "../host.ts";
import type { MemoryStorage } from "../supervisor/memory-storage.ts";
import type { SimulatedActor } from "./simulated-actor.ts";

/** How storage behaves now; the schedule changes it. */
export interface StorageConditions {
  latencyMs: { readonly low: number; readonly high: number };
  errorProbability: number;
}

type Outcome<T> = { readonly value: T } | { readonly error: Error };

/** The storage that one actor sees. */
export function createSimulatedStorage(
  actor: SimulatedActor,
  files: MemoryStorage,
  conditions: StorageConditions,
  rng: SeededRng,
): Storage {
  function perform<T>(what: string, operation: () => T): Promise<T> {
    // A throw would be a rejection to a program that awaits it, and a dead one hears of nothing.
    if (!actor.survivesCall()) return new Promise(() => undefined);
    // Storage lies with the supervisor, which no longer listens to one it has terminated.
    if (actor.world.isTerminated(actor)) return new Promise(() => undefined);
    const latencyMs = rng.between(conditions.latencyMs.low, conditions.latencyMs.high);
    const effectMs = actor.nowMs + rng.next() * latencyMs;
    const fails = rng.chance(conditions.errorProbability);
    let outcome: Outcome<T> | undefined;
    actor.world.at(effectMs, `storage ${what}`, () => {
      outcome = fails ? { error: new StorageError(`${what}: the simulation drew an error`) } : attempt(operation);
    });
    actor.pendingPromises++;
    return new Promise((resolve, reject) => {
      actor.schedule(latencyMs, `answer of storage ${what}`, () => {
        actor.pendingPromises--;
        assert(outcome !== undefined, `storage ${what} takes effect before it is answered`);
        if ("value" in outcome) resolve(outcome.value);
        else reject(outcome.error);
      });
    });
  }

  return {
    put: (path, bytes) => {
      const copy = bytes.slice();
      return perform("put", () => files.put(path, copy));
    },
    get: (path) => perform("get", () => files.get(path)),
    list: (prefix) => perform("list", () => files.list(prefix)),
    delete: (prefix) => perform("delete", () => files.delete(prefix)),
    discard: (directory) => perform("discard", () => files.discard(directory)),
  };
}

function attempt<T>(operation: () => T): Outcome<T> {
  try {
    return { value: operation() };
  } catch (error) {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }
}
