import type { FailureCause } from "../rest/operations.ts";
import { BackendClosedError } from "./closable.ts";
import { failureWords, rootCauseWords } from "./failure-words.ts";
import { HttpStatusError, isNotFound } from "./http-status-error.ts";
import { isUnderWay, nextOperation, type Operation, type OperationEvent } from "./operation.ts";

/** The reply of a status call: nothing yet, the result, or the reason of the failure. */
export type OperationStatus<Value> = "in-progress" | { readonly value: Value } | { readonly failure: FailureCause };

/** An operation to run. */
export type OperationCalls<Value> = {
  /** Triggers it and resolves with the id for status calls. */
  readonly trigger: () => Promise<string>;
  readonly ask: (triggerId: string) => Promise<OperationStatus<Value>>;
  /** The id that was sent with the trigger. It allows status calls after a lost reply. */
  readonly triggerId?: string;
};

/** The clock of {@link runOperation}; tests have their own. */
export type OperationClock = { readonly now: () => number; readonly wait: (ms: number) => Promise<void> };

/** Short enough to show the progress of a savepoint that takes a second. */
const ASK_EVERY_MS = 400;

/**
 * Triggers an operation and polls it until the cluster reports an outcome. `onChange` gets every
 * state, the last one is also the result. If the page switches to another cluster, the operation
 * stays in progress, because it cannot be polled any more. Never rejects.
 */
export async function runOperation<Value>(
  calls: OperationCalls<Value>,
  clock: OperationClock,
  onChange: (operation: Operation<Value>) => void,
): Promise<Operation<Value>> {
  let operation: Operation<Value> = { phase: "asking", sinceMs: clock.now() };
  const step = (event: OperationEvent<Value>): Operation<Value> => {
    operation = nextOperation(operation, event);
    onChange(operation);
    return operation;
  };
  onChange(operation);
  let triggerId = calls.triggerId;
  try {
    triggerId = await calls.trigger();
    step({ type: "accepted" });
  } catch (error) {
    if (error instanceof BackendClosedError) return operation;
    // An error from the cluster is final. A missing answer is not, if the operation can be polled.
    if (isFinal(error) || triggerId === undefined) step({ type: "failed", atMs: clock.now(), ...failureWords(error) });
    else step({ type: "unanswered", words: failureWords(error).words });
  }
  let last: Operation<Value> = operation;
  while (triggerId !== undefined && isUnderWay(last)) {
    await clock.wait(ASK_EVERY_MS);
    const event = await ask(calls, triggerId, clock);
    if (event === "closed") return last;
    last = step(event);
  }
  return last;
}

/** Whether the cluster refused the trigger. A gateway's 502 or 504 only says that it got no answer from the cluster. */
function isFinal(error: unknown): boolean {
  return error instanceof HttpStatusError && error.status !== 502 && error.status !== 504;
}

async function ask<Value>(
  calls: OperationCalls<Value>,
  triggerId: string,
  clock: OperationClock,
): Promise<OperationEvent<Value> | "closed"> {
  try {
    const status = await calls.ask(triggerId);
    if (status === "in-progress") return { type: "in-progress" };
    if ("value" in status) return { type: "completed", atMs: clock.now(), value: status.value };
    const { failure } = status;
    const text = failure["stack-trace"];
    return { type: "failed", atMs: clock.now(), words: rootCauseWords(text) ?? failure.class, reply: text };
  } catch (error) {
    if (error instanceof BackendClosedError) return "closed";
    // Unknown operation: the trigger never arrived, or the cluster has restarted since.
    if (isNotFound(error)) return { type: "failed", atMs: clock.now(), ...failureWords(error) };
    return { type: "unanswered", words: failureWords(error).words };
  }
}
