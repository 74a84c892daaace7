// The JobManager's picture of one registered TaskManager and its slots. Flink: TaskExecutorConnection and the slot manager's SlotStatus.

import { UnreachableError, type Clock, type Link } from "../../host.ts";
import type { ToJobManager, ToTaskManager } from "../../protocol/jobmanager-taskmanager.ts";
import type { SlotView, TaskManagerLocation, TaskManagerView } from "../jobmanager-view.ts";

type Registration = Extract<ToJobManager, { type: "register-task-manager" }>;

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
  readonly link: Link<ToJobManager, ToTaskManager>;
  /** Epoch ms. */
  lastHeartbeat: number;

  constructor(registration: Registration, link: Link<ToJobManager, ToTaskManager>, instanceId: string, clock: Clock) {
    const { taskManagerId, container, rpcAddress, dataPort, numberOfSlots } = registration;
    this.taskManagerId = taskManagerId;
    this.container = container;
    this.rpcAddress = rpcAddress;
    this.dataPort = dataPort;
    this.location = { taskManagerId, container, dataPort, endpoint: `${container}:${String(dataPort)}` };
    this.instanceId = instanceId;
    this.link = link;
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

  /** Sends a message. False if it could not be delivered; nobody is told but the caller. */
  trySend(message: ToTaskManager): boolean {
    try {
      this.link.send(message);
      return true;
    } catch (error) {
      if (error instanceof UnreachableError) return false;
      throw error;
    }
  }
}
