// Flink's asynchronous operations (savepoint, stop, disposal) as a state machine: triggered now, asked after until the cluster has an
// answer. Nothing here is ours to decide: "done" and "failed" are the cluster's words.
//
//   asking ──accepted──▶ running ──completed──▶ done
//      │                  │  ▲ └──failure──────▶ failed
//      │                  └──┘ no answer: still running, with the trouble named
//      ├──refused──▶ failed
//      └──no answer, the id is ours──▶ running: asking after it tells whether the trigger arrived
import type { FailureWords } from "./failure-words.ts";

/** The state of an operation. Times in epoch ms, by the page's clock. */
export type Operation<Value> =
  | { readonly phase: "asking"; readonly sinceMs: number }
  | { readonly phase: "running"; readonly sinceMs: number; readonly trouble: string | undefined }
  | { readonly phase: "done"; readonly sinceMs: number; readonly endMs: number; readonly value: Value }
  | ({ readonly phase: "failed"; readonly sinceMs: number; readonly endMs: number } & FailureWords);

/** The result of a request about an operation. */
export type OperationEvent<Value> =
  | { readonly type: "accepted" }
  | { readonly type: "in-progress" }
  /** No answer, so the outcome is unknown and the operation continues. */
  | { readonly type: "unanswered"; readonly words: string }
  | { readonly type: "completed"; readonly atMs: number; readonly value: Value }
  | ({ readonly type: "failed"; readonly atMs: number } & FailureWords);

/** The operation after an event. A finished operation does not change. */
export function nextOperation<Value>(operation: Operation<Value>, event: OperationEvent<Value>): Operation<Value> {
  if (operation.phase === "done" || operation.phase === "failed") return operation;
  const { sinceMs } = operation;
  switch (event.type) {
    case "accepted":
    case "in-progress":
      return { phase: "running", sinceMs, trouble: undefined };
    case "unanswered":
      return { phase: "running", sinceMs, trouble: event.words };
    case "completed":
      return { phase: "done", sinceMs, endMs: event.atMs, value: event.value };
    case "failed":
      return { phase: "failed", sinceMs, endMs: event.atMs, words: event.words, reply: event.reply };
  }
}

/** Whether the cluster has not given its final answer yet. */
export function isUnderWay<Value>(operation: Operation<Value> | undefined): boolean {
  return operation?.phase === "asking" || operation?.phase === "running";
}
