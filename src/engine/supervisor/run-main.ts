// Starts a container's program on its host.

import { assertUnreachable } from "../../base/assert.ts";
import { startGenerator } from "../generator/start-generator.ts";
import type { Host } from "../host.ts";
import { startJobManager } from "../jobmanager/start-job-manager.ts";
import { startKafka } from "../kafka/start-kafka.ts";
import { startTaskManager } from "../taskmanager/start-task-manager.ts";
import type { ContainerMain } from "./container-main.ts";

/** Runs `main` on `host`. An error that it throws is uncaught and ends the container. */
export function runMain(host: Host, main: ContainerMain): void {
  switch (main.type) {
    case "jobmanager":
      startJobManager(host, main.args);
      return;
    case "taskmanager":
      startTaskManager(host, main.args);
      return;
    case "kafka":
      startKafka(host, main.args);
      return;
    case "clickevent-generator":
      startGenerator(host, main.args);
      return;
    default:
      assertUnreachable(main);
  }
}
