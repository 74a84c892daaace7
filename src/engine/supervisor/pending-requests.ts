// Requests that a container has been asked and has not answered. Each is settled once: by the answer, by the container's death, or by the
// deadline, so that no caller waits forever for a thread that has ended or hangs. A caller that aborts settles its request at once.

import { createDeferred, type Deferred } from "../../base/deferred.ts";
import type { EngineResponse, Timer } from "../host.ts";
import type { Incarnation } from "./container-runtime.ts";

/**
 * How long a container has to answer, in engine time. Flink's clients wait longer, but users do not
 * wait that long for a page.
 */
const DEADLINE_MS = 10_000;

const ABORTED = "the caller aborted the request";

interface Pending {
  readonly incarnation: Incarnation;
  readonly container: string;
  readonly deferred: Deferred<EngineResponse>;
  readonly timer: Timer;
  /** Stops listening to the caller. */
  readonly forget: () => void;
}

/** See above. */
export interface PendingRequests {
  /** Sends a request by `send` and waits. Resolves to `unavailable(container, reason)` if no answer comes or `signal` aborts. */
  ask(incarnation: Incarnation, container: string, send: (requestId: number) => void, signal?: AbortSignal): Promise<EngineResponse>;
  /** The answer, if it is still awaited from that incarnation. */
  answer(incarnation: Incarnation, requestId: number, response: EngineResponse): void;
  /** All that this incarnation owes is answered with `unavailable(container, reason)`. */
  giveUp(incarnation: Incarnation, reason: string): void;
}

/** Creates the bookkeeping. `unavailable` makes the reply for callers when no answer comes. */
export function createPendingRequests(
  setTimer: (delayMs: number, callback: () => void) => Timer,
  unavailable: (container: string, reason: string) => EngineResponse,
): PendingRequests {
  const pending = new Map<number, Pending>();
  let asked = 0;

  function settle(requestId: number, response: EngineResponse): void {
    const request = pending.get(requestId);
    if (request === undefined) return;
    pending.delete(requestId);
    request.timer.clear();
    request.forget();
    request.deferred.resolve(response);
  }

  return {
    ask(incarnation, container, send, signal) {
      if (signal?.aborted === true) return Promise.resolve(unavailable(container, ABORTED));
      const requestId = ++asked;
      const deferred = createDeferred<EngineResponse>();
      const timer = setTimer(DEADLINE_MS, () => {
        settle(requestId, unavailable(container, `it gave no answer within ${String(DEADLINE_MS / 1_000)} s`));
      });
      const abandon = () => settle(requestId, unavailable(container, ABORTED));
      signal?.addEventListener("abort", abandon);
      const forget = () => signal?.removeEventListener("abort", abandon);
      pending.set(requestId, { incarnation, container, deferred, timer, forget });
      send(requestId);
      return deferred.promise;
    },
    answer(incarnation, requestId, response) {
      if (pending.get(requestId)?.incarnation === incarnation) settle(requestId, response);
    },
    giveUp(incarnation, reason) {
      for (const [requestId, request] of pending) {
        if (request.incarnation === incarnation) settle(requestId, unavailable(request.container, reason));
      }
    },
  };
}
