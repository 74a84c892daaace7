import { assertUnreachable } from "../../base/assert.ts";
import type { CheckpointedInput, InputElement } from "./checkpoints/checkpointed-input.ts";
import type { InputStatus } from "./task-context.ts";

/** Takes the next thing from a task's input, hands an element to `process`, and says whether there may be more: the step of every task but a source. */
export function takeInput(input: CheckpointedInput, process: (element: InputElement, channel: number) => void): InputStatus {
  const next = input.next();
  switch (next.type) {
    case "element":
      process(next.element, next.channel);
      return "more";
    case "event":
      return "more";
    case "empty":
      return "no-input";
    case "end":
      return "end-of-input";
    default:
      return assertUnreachable(next);
  }
}
