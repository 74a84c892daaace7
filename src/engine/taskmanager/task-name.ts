import type { TaskDeployment } from "../protocol/jobmanager-taskmanager.ts";

/** `ClickEvent Counter (1/2)#0`: vertex, subtask from 1, attempt. Flink: TaskInfo.getTaskNameWithSubtasks, which names the task's thread. */
export function taskNameOf({ vertexName, subtaskIndex, parallelism, attemptNumber }: TaskDeployment): string {
  return `${vertexName} (${String(subtaskIndex + 1)}/${String(parallelism)})#${String(attemptNumber)}`;
}
