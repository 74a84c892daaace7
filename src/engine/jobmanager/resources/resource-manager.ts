// TaskManagers, their slots, and who gets them. Flink: StandaloneResourceManager with FineGrainedSlotManager. A deviation: ResourceManager and
// JobMaster share one connection and one heartbeat to each TaskManager here, so both lose it in the same moment.

import type { Host, Timer } from "../../host.ts";
import type { ErrorInfo } from "../../protocol/error-info.ts";
import type { ToJobManager } from "../../protocol/jobmanager-taskmanager.ts";
import type { ClusterConfiguration } from "../cluster-configuration.ts";
import { heartbeatTimedOut, taskExecutorShutDown, taskManagerRestarted, taskManagerUnreachable } from "../flink-errors.ts";
import type { FlinkLog } from "../../flink-log.ts";
import { HeartbeatMonitor } from "./heartbeat-monitor.ts";
import { randomHexId } from "../random-id.ts";
import { TaskManagerConnection, type TaskManagerSender, type TaskSlot } from "./task-manager-connection.ts";
import type { TaskManagerRegistry } from "./task-manager-gateway.ts";

const LOGGER = "runtime.resourcemanager.StandaloneResourceManager";
const SLOT_LOGGER = "runtime.resourcemanager.slotmanager.FineGrainedSlotManager";

/** What the rest of the JobManager wants to know. */
export interface ResourceManagerListener {
  /** The TaskManager is not in the list any more; its slots are gone. */
  onTaskManagerLost(taskManager: TaskManagerConnection, cause: ErrorInfo): void;
}

/** A job that wants slots. */
export interface SlotRequester {
  /** Allocated to the job; perhaps fewer than it still misses. */
  onSlotsAllocated(slots: readonly TaskSlot[]): void;
  /** Slots are missing and the start-up period is over. The requirement has been cleared. */
  onNotEnoughResources(): void;
}

interface Requirement {
  missing: number;
  readonly requester: SlotRequester;
}

export class ResourceManager implements TaskManagerRegistry {
  readonly #host: Host;
  readonly #configuration: ClusterConfiguration;
  readonly #log: FlinkLog;
  readonly #listener: ResourceManagerListener;
  /** By id, in order of registration. */
  readonly #taskManagers = new Map<string, TaskManagerConnection>();
  readonly #monitors = new Map<TaskManagerConnection, HeartbeatMonitor>();
  /** By job, in the order in which the jobs came to miss slots. */
  readonly #requirements = new Map<string, Requirement>();
  #startUpPeriodIsOver = false;
  #requirementCheck: Timer | undefined;

  constructor(host: Host, configuration: ClusterConfiguration, log: FlinkLog, listener: ResourceManagerListener) {
    this.#host = host;
    this.#configuration = configuration;
    this.#log = log;
    this.#listener = listener;
    host.setTimer(configuration.startUpPeriodMs, () => {
      this.#startUpPeriodIsOver = true;
      this.#checkRequirements();
    });
  }

  get taskManagers(): readonly TaskManagerConnection[] {
    return [...this.#taskManagers.values()];
  }

  taskManager(taskManagerId: string): TaskManagerConnection | undefined {
    return this.#taskManagers.get(taskManagerId);
  }

  /** Job `jobId` misses `missing` slots. Replaces what it declared before; the answer comes after the requirement check's delay. */
  declareRequirement(jobId: string, missing: number, requester: SlotRequester): void {
    this.#log.info(
      SLOT_LOGGER,
      `Received resource requirements from job ${jobId}: [ResourceRequirement{resourceProfile=ResourceProfile{UNKNOWN}, numberOfRequiredSlots=${String(missing)}}]`,
    );
    this.#requirements.set(jobId, { missing, requester });
    this.#planRequirementCheck();
  }

  clearRequirement(jobId: string): void {
    if (this.#requirements.delete(jobId)) this.#log.info(SLOT_LOGGER, `Clearing resource requirements of job ${jobId}`);
  }

  /** A job gives a slot back; others that wait may get it. */
  freeSlot(slot: TaskSlot): void {
    slot.free();
    this.#planRequirementCheck();
  }

  register(registration: Extract<ToJobManager, { type: "register-task-manager" }>, sender: TaskManagerSender): TaskManagerConnection {
    const { taskManagerId, rpcAddress } = registration;
    const former = this.#taskManagers.get(taskManagerId);
    if (former !== undefined) this.#remove(former, taskManagerRestarted(taskManagerId));
    const taskManager = new TaskManagerConnection(registration, sender, randomHexId(this.#host.rng), this.#host.clock);
    this.#log.info(LOGGER, `Registering TaskManager with ResourceID ${taskManagerId} (${rpcAddress}) at ResourceManager`);
    this.#log.info(SLOT_LOGGER, `Registering task executor ${taskManagerId} under ${taskManager.instanceId} at the slot manager.`);
    this.#taskManagers.set(taskManagerId, taskManager);
    this.#monitors.set(taskManager, this.#watch(taskManager));
    // If it is gone already the heartbeats will tell.
    taskManager.sender.trySend({ type: "registered" });
    this.#planRequirementCheck();
    return taskManager;
  }

  onHeartbeat(taskManager: TaskManagerConnection): void {
    taskManager.lastHeartbeat = this.#host.clock.now();
    this.#monitors.get(taskManager)?.receiveHeartbeat();
  }

  onDisconnect(taskManager: TaskManagerConnection, error: ErrorInfo): void {
    this.#remove(taskManager, error);
  }

  onLinkClosed(taskManager: TaskManagerConnection): void {
    this.#remove(taskManager, taskExecutorShutDown());
  }

  #watch(taskManager: TaskManagerConnection): HeartbeatMonitor {
    const { heartbeatIntervalMs, heartbeatTimeoutMs, heartbeatRpcFailureThreshold } = this.#configuration;
    return new HeartbeatMonitor({
      host: this.#host,
      intervalMs: heartbeatIntervalMs,
      timeoutMs: heartbeatTimeoutMs,
      rpcFailureThreshold: heartbeatRpcFailureThreshold,
      sendRequest: () => taskManager.sender.trySend({ type: "heartbeat-request" }),
      onFailure: (failure) => {
        const id = taskManager.taskManagerId;
        const cause = failure === "unreachable" ? taskManagerUnreachable(id) : heartbeatTimedOut(id);
        this.#log.info(LOGGER, failure === "unreachable" ? cause.message : `The heartbeat of TaskManager with id ${id} timed out.`);
        this.#remove(taskManager, cause);
      },
    });
  }

  #remove(taskManager: TaskManagerConnection, cause: ErrorInfo): void {
    if (this.#taskManagers.get(taskManager.taskManagerId) !== taskManager) return;
    this.#log.info(LOGGER, `Closing TaskExecutor connection ${taskManager.taskManagerId} because: ${cause.message}`);
    this.#log.info(SLOT_LOGGER, `Unregistering task executor ${taskManager.instanceId} from the slot manager.`);
    this.#taskManagers.delete(taskManager.taskManagerId);
    this.#monitors.get(taskManager)?.stop();
    this.#monitors.delete(taskManager);
    // Tells a TaskManager that hangs and recovers that it was given up, so that it registers again.
    taskManager.sender.close();
    this.#listener.onTaskManagerLost(taskManager, cause);
  }

  #planRequirementCheck(): void {
    if (this.#requirements.size === 0 || this.#requirementCheck !== undefined) return;
    this.#requirementCheck = this.#host.setTimer(this.#configuration.requirementCheckDelayMs, () => this.#checkRequirements());
  }

  #checkRequirements(): void {
    this.#requirementCheck?.clear();
    this.#requirementCheck = undefined;
    for (const [jobId, requirement] of [...this.#requirements]) {
      // An earlier requester's answer may have changed what this one wants.
      if (this.#requirements.get(jobId) !== requirement) continue;
      const slots = this.#freeSlots().slice(0, requirement.missing);
      requirement.missing -= slots.length;
      if (requirement.missing === 0) this.#requirements.delete(jobId);
      for (const slot of slots) this.#allocate(slot, jobId);
      if (slots.length > 0) requirement.requester.onSlotsAllocated(slots);
      if (requirement.missing === 0 || !this.#startUpPeriodIsOver || this.#requirements.get(jobId) !== requirement) continue;
      this.#requirements.delete(jobId);
      this.#log.warn(SLOT_LOGGER, `Could not fulfill resource requirements of job ${jobId}.`);
      requirement.requester.onNotEnoughResources();
    }
  }

  #allocate(slot: TaskSlot, jobId: string): void {
    slot.jobId = jobId;
    slot.allocationId = randomHexId(this.#host.rng);
    this.#log.info(
      "runtime.resourcemanager.slotmanager.DefaultSlotStatusSyncer",
      `Starting allocation of slot ${slot.allocationId} from ${slot.taskManager.taskManagerId} for job ${jobId}.`,
    );
  }

  #freeSlots(): readonly TaskSlot[] {
    return this.taskManagers.flatMap((taskManager) => taskManager.slots.filter((slot) => slot.jobId === undefined));
  }
}
