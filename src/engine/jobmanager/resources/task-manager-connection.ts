// The JobManager's picture of one registered TaskManager and its slots. Flink: TaskExecutorConnection and the slot manager's SlotStatus.

import type { Clock } from "../../host.ts";
import type { ToJobManager, ToTaskManager } from "../../protocol/jobmanager-taskmanager.ts";
import type { SlotView, TaskManagerLocation, TaskManagerView } from "../jobmanager-view.ts";

type Registration = Extract<ToJobManager, { type: "register-task-manager" }>;

/** Reaches a TaskManager. */
export interface TaskManagerSender {
  /** Sends a message. False if it could not be delivered. Only the caller learns of that. */
  trySend(message: ToTaskManager): boolean;
  /** Gives the TaskManager up: nothing comes from it any more. */
  close(): void;
}

/** One slot: free, or allocated to a job and holding at most one subtask of each of its vertices. */
export class TaskSlot implements SlotView {
  readonly slotIndex: number;
  readonly taskManager: TaskManagerConnection;
  allocationId: string | undefined;
  jobId: string | undefined;
  /** Deployed tasks that are not terminal. */
  assignedTasks = 0;

  constructor(slotIndex: number, taskManager: TaskManagerConnection) {
    this.slotIndex = slotIndex;
    this.taskManager = taskManager;
  }

  /** Makes the slot free again. */
  free(): void {
    this.allocationId = undefined;
    this.jobId = undefined;
    this.assignedTasks = 0;
  }
}

/** One registered TaskManager, from its registration until it is lost or gone. */
export class TaskManagerConnection implements TaskManagerView {
  readonly taskManagerId: string;
  readonly container: string;
  readonly rpcAddress: string;
  readonly dataPort: number;
  readonly location: TaskManagerLocation;
  /** Of the slot manager: Flink prints it in its log only. */
  readonly instanceId: string;
  readonly slots: readonly TaskSlot[];
  readonly sender: TaskManagerSender;
  /** Epoch ms. */
  lastHeartbeat: number;

  constructor(registration: Registration, sender: TaskManagerSender, instanceId: string, clock: Clock) {
    const { taskManagerId, container, rpcAddress, dataPort, numberOfSlots } = registration;
    this.taskManagerId = taskManagerId;
    this.container = container;
    this.rpcAddress = rpcAddress;
    this.dataPort = dataPort;
    this.location = { taskManagerId, container, dataPort, endpoint: `${container}:${String(dataPort)}` };
    this.instanceId = instanceId;
    this.sender = sender;
    this.lastHeartbeat = clock.now();
    this.slots = Array.from({ length: numberOfSlots }, (_, index) => new TaskSlot(index, this));
  }

  get freeSlots(): number {
    return this.slots.filter((slot) => slot.jobId === undefined).length;
  }

  get assignedTasks(): number {
    return this.slots.reduce((sum, slot) => sum + slot.assignedTasks, 0);
  }

  /** `<id> @ <host> (dataPort=<port>)`, as log lines name a place. */
  get description(): string {
    return `${this.taskManagerId} @ ${this.container} (dataPort=${String(this.dataPort)})`;
  }
}
