import type { Host, Timer } from "../../host.ts";
import type { ResourceManager, SlotRequester } from "./resource-manager.ts";
import type { TaskManagerConnection, TaskSlot } from "./task-manager-connection.ts";

/** The result of a request for slots; called at most once in all. */
export interface SlotRequest {
  /** All slots are there. */
  onFulfilled(): void;
  onNotEnoughResources(): void;
}

/**
 * The slots of one job. It keeps them across restarts, and gives back what lies unused for `slot.idle.timeout`. Flink:
 * DeclarativeSlotPoolBridge.
 */
export class SlotPool implements SlotRequester {
  readonly #host: Host;
  readonly #jobId: string;
  readonly #resourceManager: ResourceManager;
  readonly #idleTimeoutMs: number;
  #slots: TaskSlot[] = [];
  #request: (SlotRequest & { readonly numberOfSlots: number }) | undefined;
  #idleTimer: Timer | undefined;

  constructor(host: Host, jobId: string, resourceManager: ResourceManager, idleTimeoutMs: number) {
    this.#host = host;
    this.#jobId = jobId;
    this.#resourceManager = resourceManager;
    this.#idleTimeoutMs = idleTimeoutMs;
  }

  /** The job's slots, oldest first: subtask i goes into slot i. */
  get slots(): readonly TaskSlot[] {
    return this.#slots;
  }

  /** Asks for so many slots in all, those of the pool included. All or nothing: until every slot is there nothing happens. */
  request(numberOfSlots: number, request: SlotRequest): void {
    this.#idleTimer?.clear();
    this.#request = { numberOfSlots, onFulfilled: () => request.onFulfilled(), onNotEnoughResources: () => request.onNotEnoughResources() };
    const missing = numberOfSlots - this.#slots.length;
    if (missing > 0) this.#resourceManager.declareRequirement(this.#jobId, missing, this);
    else this.#fulfil();
  }

  /** Nothing runs in the slots and no request is open: they are given back after the idle timeout. */
  becomeIdle(): void {
    this.#cancelRequest();
    this.#idleTimer?.clear();
    this.#idleTimer = this.#host.setTimer(this.#idleTimeoutMs, () => this.releaseAll());
  }

  /** The TaskManager is gone, and with it its slots. A request stays open and now misses them, too. */
  removeTaskManager(taskManager: TaskManagerConnection): void {
    const before = this.#slots.length;
    this.#slots = this.#slots.filter((slot) => slot.taskManager !== taskManager);
    if (this.#slots.length === before || this.#request === undefined) return;
    this.#resourceManager.declareRequirement(this.#jobId, this.#request.numberOfSlots - this.#slots.length, this);
  }

  /** Gives every slot back. */
  releaseAll(): void {
    this.#cancelRequest();
    this.#idleTimer?.clear();
    const slots = this.#slots;
    this.#slots = [];
    for (const slot of slots) this.#resourceManager.freeSlot(slot);
  }

  onSlotsAllocated(slots: readonly TaskSlot[]): void {
    this.#slots.push(...slots);
    if (this.#request !== undefined && this.#slots.length >= this.#request.numberOfSlots) this.#fulfil();
  }

  onNotEnoughResources(): void {
    const request = this.#request;
    this.#request = undefined;
    request?.onNotEnoughResources();
  }

  #fulfil(): void {
    const request = this.#request;
    this.#request = undefined;
    request?.onFulfilled();
  }

  #cancelRequest(): void {
    this.#request = undefined;
    this.#resourceManager.clearRequirement(this.#jobId);
  }
}
