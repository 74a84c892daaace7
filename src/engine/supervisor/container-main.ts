// What a container runs: the name of its program and plain data for it. It crosses threads, so nothing here but types.

import type { GeneratorArgs } from "../generator/start-generator.ts";
import type { JobManagerArgs } from "../jobmanager/start-job-manager.ts";
import type { KafkaArgs } from "../kafka/start-kafka.ts";
import type { TaskManagerArgs } from "../taskmanager/start-task-manager.ts";

/** A program with its arguments, by service. */
export type ContainerMain =
  | { readonly type: "jobmanager"; readonly args: JobManagerArgs }
  | { readonly type: "taskmanager"; readonly args: TaskManagerArgs }
  | { readonly type: "kafka"; readonly args: KafkaArgs }
  | { readonly type: "clickevent-generator"; readonly args: GeneratorArgs };
