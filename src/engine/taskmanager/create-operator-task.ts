import { assertUnreachable } from "../../base/assert.ts";
import { SinkCommitterTask } from "./sink-committer-task.ts";
import { SinkWriterTask } from "./sink-writer-task.ts";
import { SlowMapTask } from "./slow-map-task.ts";
import { SourceTask } from "./source-task.ts";
import type { OperatorTask, TaskContext } from "./task-context.ts";
import { WindowTask } from "./window-task.ts";

/** What the deployment of `context` asks for. A new kind of operator is a new case here. */
export function createOperatorTask(context: TaskContext): OperatorTask {
  const { operator } = context.deployment;
  switch (operator.kind) {
    case "source":
      return new SourceTask(operator, context);
    case "slow-map":
      return new SlowMapTask(operator, context);
    case "window-count":
      return new WindowTask(operator, context);
    case "sink-writer":
      return new SinkWriterTask(operator, context);
    case "sink-committer":
      return new SinkCommitterTask(context);
    default:
      return assertUnreachable(operator);
  }
}
