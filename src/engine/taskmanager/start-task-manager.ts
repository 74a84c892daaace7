// The TaskManager: registers with the JobManager, runs the tasks it is sent, tells how they and it are. Flink: TaskExecutor.

import { assertUnreachable } from "../../base/assert.ts";
import { Configuration, type ConfigEntry } from "../configuration/configuration.ts";
import { TASK_MANAGER_OPTIONS } from "../configuration/options.ts";
import { UnreachableError, type Host, type Link } from "../host.ts";
import {
  JOB_MANAGER_PROTOCOL,
  type AttemptId,
  type TaskDeployment,
  type ToJobManager,
  type ToTaskManager,
} from "../protocol/jobmanager-taskmanager.ts";
import { ConnectionManager } from "./network/connection-manager.ts";
import { errorInfoOf, TaskError } from "./error-info.ts";
import { FlinkLog } from "../flink-log.ts";
import { currentThread } from "../thread-dump.ts";
import { VIEW_TICK_MS } from "./metrics/meter-view.ts";
import { PartitionManager } from "./network/partition-manager.ts";
import { shuffleMetrics } from "./metrics/shuffle-metrics.ts";
import { SlotTable } from "./slot-table.ts";
import { Task } from "./task.ts";
import { TaskLoop } from "./task-loop.ts";
import { taskNameOf } from "./task-name.ts";

const LOGGER = "runtime.taskexecutor.TaskExecutor";
/** Container name of the JobManager. */
const JOB_MANAGER = "jobmanager";
/** Flink: RetryingRegistrationConfiguration's refused and error delays are longer; in one process there is nothing to spare. */
const REGISTRATION_RETRY_MS = 500;

/** What a TaskManager is told when it starts. */
export interface TaskManagerArgs {
  readonly taskManagerId: string;
  /** config.yaml. */
  readonly configuration: readonly ConfigEntry[];
  readonly rpcAddress: string;
  readonly dataPort: number;
}

/** Starts the TaskManager of this container. Throws ConfigurationError, which ends it, for a value that a TaskManager of Flink does not start with. */
export function startTaskManager(host: Host, args: TaskManagerArgs): void {
  new TaskManager(host, args).start();
}

class TaskManager {
  readonly #host: Host;
  readonly #args: TaskManagerArgs;
  readonly #loop: TaskLoop;
  readonly #partitions = new PartitionManager();
  readonly #connections: ConnectionManager;
  readonly #numberOfSlots: number;
  readonly #slots: SlotTable;
  readonly #tasks = new Map<AttemptId, Task>();
  readonly #log: FlinkLog;
  readonly #startedAt: number;
  #jobManager: Link<ToTaskManager, ToJobManager> | undefined;

  constructor(host: Host, args: TaskManagerArgs) {
    this.#host = host;
    this.#args = args;
    this.#loop = new TaskLoop(host);
    this.#connections = new ConnectionManager(host, this.#partitions);
    this.#numberOfSlots = new Configuration(args.configuration).get(TASK_MANAGER_OPTIONS.numberOfTaskSlots);
    this.#slots = new SlotTable(this.#numberOfSlots);
    this.#log = new FlinkLog(host.clock);
    this.#startedAt = host.clock.now();
  }

  start(): void {
    this.#log.info("runtime.taskexecutor.TaskManagerRunner", `Starting TaskManager with ResourceID: ${this.#args.taskManagerId}`);
    this.#register();
    this.#armTick();
    this.#host.onShutdown(() => {
      const error = errorInfoOf(new TaskError("org.apache.flink.util.FlinkExpectedException", "The TaskExecutor is shutting down."));
      this.#send({ type: "disconnect", error });
    });
  }

  #register(): void {
    const { taskManagerId, rpcAddress, dataPort } = this.#args;
    const numberOfSlots = this.#numberOfSlots;
    const { container } = this.#host;
    const link = this.#host.connect(JOB_MANAGER, "rpc", JOB_MANAGER_PROTOCOL);
    this.#jobManager = link;
    link.onMessage((message) => this.#receive(message));
    link.onClosed(() => this.#givenUp());
    const isSent = this.#send({ type: "register-task-manager", taskManagerId, container, numberOfSlots, rpcAddress, dataPort });
    if (isSent) this.#log.info(LOGGER, `Connecting to ResourceManager ${JOB_MANAGER}.`);
    else this.#log.info(LOGGER, `Could not reach ResourceManager ${JOB_MANAGER}, retrying in ${String(REGISTRATION_RETRY_MS)} ms.`);
    // The JobManager may not be up yet.
    if (!isSent) this.#host.setTimer(REGISTRATION_RETRY_MS, () => this.#register());
  }

  /**
   * This TaskManager hung for so long that the JobManager gave it up. Its tasks belong to no job
   * any more, so it cancels them and registers again. Flink:
   * TaskExecutor.disconnectJobManagerConnection and its reconnection to the resource manager.
   */
  #givenUp(): void {
    this.#log.info(LOGGER, `Close ResourceManager connection ${JOB_MANAGER}: it has given up this TaskManager.`);
    for (const task of [...this.#tasks.values()]) task.cancel();
    this.#register();
  }

  /** False if the JobManager is gone. The message is then dropped, because it has no receiver. */
  #send(message: ToJobManager): boolean {
    try {
      this.#jobManager?.send(message);
      return true;
    } catch (error) {
      if (error instanceof UnreachableError) return false;
      throw error;
    }
  }

  #receive(message: ToTaskManager): void {
    switch (message.type) {
      case "registered":
        this.#log.info(LOGGER, `Successful registration at resource manager ${JOB_MANAGER}.`);
        return;
      case "heartbeat-request":
        this.#send({ type: "heartbeat" });
        return;
      case "metrics-request":
        this.#sendMetrics(message.requestId);
        return;
      case "log-request":
        this.#sendLog(message.requestId);
        return;
      case "thread-dump-request":
        this.#sendThreadDump(message.requestId);
        return;
      case "submit-task":
        this.#submit(message.deployment);
        return;
      case "cancel-task":
        this.#tasks.get(message.attemptId)?.cancel();
        return;
      case "trigger-checkpoint":
        this.#tasks.get(message.attemptId)?.triggerCheckpoint(message.barrier);
        return;
      case "notify-checkpoint-complete":
        this.#tasks.get(message.attemptId)?.notifyCheckpointComplete(message.checkpointId);
        return;
      case "notify-checkpoint-aborted":
        this.#tasks.get(message.attemptId)?.notifyCheckpointAborted(message.checkpointId);
        return;
      case "inject-fault":
        this.#tasks.get(message.attemptId)?.injectFault(message.fault);
        return;
      default:
        assertUnreachable(message);
    }
  }

  #submit(deployment: TaskDeployment): void {
    const { attemptId, allocationId } = deployment;
    this.#log.info(LOGGER, `Received task ${taskNameOf(deployment)} (${attemptId}), deploy into slot with allocation id ${allocationId}.`);
    try {
      this.#slots.occupy(allocationId, attemptId);
      const task = new Task(
        {
          host: this.#host,
          loop: this.#loop,
          partitions: this.#partitions,
          connections: this.#connections,
          log: this.#log,
          sendToJobManager: (message) => this.#send(message),
          onEnded: () => this.#forget(deployment),
        },
        deployment,
      );
      this.#tasks.set(attemptId, task);
      task.start();
    } catch (error) {
      this.#forget(deployment);
      this.#send({ type: "task-state", attemptId, state: "FAILED", error: errorInfoOf(error) });
    }
  }

  #forget({ attemptId, allocationId }: TaskDeployment): void {
    this.#tasks.delete(attemptId);
    this.#slots.release(allocationId, attemptId);
  }

  #sendLog(requestId: number): void {
    const log = { text: this.#log.text(), lastModified: this.#log.lastModified, startedAt: this.#startedAt };
    this.#send({ type: "log", requestId, log });
  }

  #sendThreadDump(requestId: number): void {
    const tasks = [...this.#tasks.values()].map((task) => task.threadInfo());
    this.#send({ type: "thread-dump", requestId, threads: [currentThread(this.#host.container), ...tasks] });
  }

  #sendMetrics(requestId: number): void {
    const tasks = [...this.#tasks.values()];
    const taskManager = shuffleMetrics(tasks.map((task) => task.networkGauges));
    this.#send({ type: "metrics", requestId, taskManager, tasks: tasks.map((task) => task.dump()) });
  }

  /** Rates and times are sampled for all tasks at once. Flink: MetricRegistryImpl's ViewUpdater. */
  #armTick(): void {
    this.#host.setTimer(VIEW_TICK_MS, () => {
      for (const task of this.#tasks.values()) task.metrics.tick();
      this.#armTick();
    });
  }
}
