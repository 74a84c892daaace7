// Keeps a cluster that does not answer from blocking others. A browser opens six connections to a
// server over HTTP/1.1, and all tabs share them. Behind Drey's server, the tabs of ten clusters use
// the same six, and a command needs one too.
import { callName, requestTarget, type Transport, TransportError } from "./transport.ts";

/** Leaves two connections for commands and other tabs. */
const MOST_READS = 4;

/**
 * A transport that makes at most four reads at a time, and one at a time while the cluster has not
 * answered yet or has not answered in time. The others wait. If a read gets no answer in time, those
 * that wait for it fail too, because they would have waited as long. Commands, uploads and logs are
 * not limited.
 */
export function limitReads(transport: Transport): Transport {
  const waiting: WaitingRead[] = [];
  let active = 0;
  let isAnswering = false;

  function hasSlot(): boolean {
    return active < (isAnswering ? MOST_READS : 1);
  }

  function waitForSlot(request: Request): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        waiting.splice(waiting.indexOf(read), 1);
        reject(request.signal.reason);
      };
      const settle = (outcome: () => void) => (): void => {
        request.signal.removeEventListener("abort", leave);
        outcome();
      };
      const read: WaitingRead = { start: settle(resolve), fail: settle(() => reject(notSent(request))) };
      request.signal.addEventListener("abort", leave);
      waiting.push(read);
    });
  }

  function end(): void {
    active--;
    while (waiting.length > 0 && hasSlot()) {
      active++;
      waiting.shift()?.start();
    }
  }

  function hasNotAnswered(): void {
    isAnswering = false;
    for (const { fail } of waiting.splice(0)) fail();
  }

  return async (request, progress) => {
    if (request.method !== "GET" || progress?.reply !== undefined) return transport(request, progress);
    request.signal.throwIfAborted();
    // A read that waits is counted when another one ends.
    if (hasSlot()) active++;
    else await waitForSlot(request);
    try {
      const response = await transport(request, progress);
      // The status with which a proxy reports that the cluster did not answer in time.
      if (response.status === 504) hasNotAnswered();
      else isAnswering = true;
      return response;
    } catch (error) {
      if (error instanceof TransportError && error.kind === "timeout") hasNotAnswered();
      throw error;
    } finally {
      end();
    }
  };
}

/** A read that waits for its turn. */
interface WaitingRead {
  readonly start: () => void;
  readonly fail: () => void;
}

function notSent(request: Request): TransportError {
  const call = callName(request.method, requestTarget(request));
  return new TransportError("timeout", `${call}: not sent, because the cluster has not answered another call in time. Drey tries again.`);
}
