// A small model of a streaming job's life on a cluster with TaskManagers in containers: what is true at each moment, and what Flink's REST
// API and the playground API answer of it. Generated histories for tests; not the engine, whose behavior is far richer.
import type { Checkpoints } from "../rest/checkpoints.ts";
import type { ExceptionEntry } from "../rest/exceptions.ts";
import type { Job } from "../rest/jobs.ts";
import type { Overview } from "../rest/overview.ts";
import type { Container } from "../rest/playground.ts";
import { EXECUTION_STATES, type ExecutionState, JOB_STATUSES, type JobStatus } from "../rest/states.ts";
import type { VertexSubtaskTimes } from "../rest/vertices.ts";

/** What happens to the job or the cluster, `afterMs` after the event before. */
export type LifeEvent = { afterMs: number } & (
  | { type: "kill" | "start"; container: number }
  | { type: "throw" | "cancel" | "finish" | "finish-source" }
);

/** How one life differs from another. */
export type LifePlan = {
  vertices: number;
  parallelism: number;
  taskManagers: number;
  slotsPerTaskManager: number;
  /** From a kill until the JobManager notices, ms. */
  noticeMs: number;
  restartDelayMs: number;
  /** How long tasks stay in DEPLOYING and INITIALIZING, ms; used in turn. */
  steps: readonly number[];
  /** How many of the first deployments time out. */
  failedDeployments: number;
  /** After so long without slots a try fails, ms. */
  slotTimeoutMs: number;
  /** Failures after which the job is FAILED. */
  maxRestarts: number;
  checkpointMs: number | undefined;
  recordsPerSecond: number;
  /** The generator pauses so long after the start, ms. */
  writesForMs: number;
  events: readonly LifeEvent[];
};

/** A subtask's present attempt. */
export type TaskTruth = {
  state: ExecutionState;
  /** When it entered its states; 0 if never. */
  entered: Record<ExecutionState, number>;
  /** Index of the container. */
  container: number | undefined;
};

/** A container of a TaskManager. */
export type ContainerTruth = {
  name: string;
  id: string | undefined;
  startedMs: number | undefined;
  /** Ids and times of the incarnations that were killed. */
  killed: readonly { id: string; atMs: number }[];
  /** The cluster lists it: from a moment after its start until its loss was noticed. */
  isRegistered: boolean;
};

/** All that is true from `atMs` on, by the cluster's clock. */
export type Truth = {
  atMs: number;
  state: JobStatus;
  timestamps: Record<JobStatus, number>;
  /** By vertex and subtask. */
  tasks: readonly (readonly TaskTruth[])[];
  /** Newest first. */
  exceptions: readonly ExceptionEntry[];
  completed: readonly { id: number; triggeredMs: number; completedMs: number }[];
  restored: { id: number; atMs: number } | undefined;
  containers: readonly ContainerTruth[];
  freeSlots: number;
  /** Of the source's present attempt when it began to read: from there it reads at `READ_PER_SECOND`. */
  readFrom: { records: number; atMs: number } | undefined;
  writtenPerSecond: number;
  writesForMs: number;
};

/** The life begins here, epoch ms. */
export const LIFE_START_MS = 1_795_000_000_000;
const READ_PER_SECOND = 600;
const REGISTER_MS = 300;
const KEPT_EXCEPTIONS = 16;

/** Everything that was true, in order of time, until `endMs` after the start. */
export function liveThrough(plan: LifePlan, endMs: number): readonly Truth[] {
  return new JobLife(plan).run(LIFE_START_MS + endMs);
}

/** What was true at a moment. */
export function truthAt(life: readonly Truth[], atMs: number): Truth {
  const truth = life.findLast((one) => one.atMs <= atMs) ?? life[0];
  if (truth === undefined) throw new Error("a life has a beginning");
  return truth;
}

class JobLife {
  readonly #plan: LifePlan;
  readonly #truths: Truth[] = [];
  #queue: { atMs: number; order: number; run: () => void }[] = [];
  #order = 0;
  #nowMs = LIFE_START_MS;
  #state: JobStatus = "INITIALIZING";
  readonly #timestamps = zeros(JOB_STATUSES);
  #tasks: TaskTruth[][] = [];
  #exceptions: ExceptionEntry[] = [];
  #completed: { id: number; triggeredMs: number; completedMs: number }[] = [];
  #restored: { id: number; atMs: number } | undefined;
  #containers: ContainerTruth[];
  #readFrom: { records: number; atMs: number } | undefined;
  /** Position in the topic as of the last completed checkpoint. */
  #checkpointed = 0;
  #attempt = 0;
  #failures = 0;
  #deployments = 0;
  #step = 0;
  #nextCheckpoint = 1;
  #incarnations = 0;

  constructor(plan: LifePlan) {
    this.#plan = plan;
    this.#containers = Array.from({ length: plan.taskManagers }, (_, index) => ({
      name: `taskmanager-${String(index + 1)}`,
      id: this.#newId(index),
      startedMs: LIFE_START_MS,
      killed: [],
      isRegistered: true,
    }));
  }

  run(endMs: number): readonly Truth[] {
    this.#enter("INITIALIZING");
    this.#after(50, () => this.#enter("CREATED"));
    this.#after(80, () => this.#startTry());
    let afterMs = 0;
    for (const event of this.#plan.events) {
      afterMs += event.afterMs;
      this.#after(afterMs, () => this.#happen(event));
    }
    if (this.#plan.checkpointMs !== undefined) this.#after(this.#plan.checkpointMs, () => this.#triggerCheckpoint());
    this.#record();
    for (;;) {
      const next = this.#queue.toSorted((a, b) => a.atMs - b.atMs || a.order - b.order)[0];
      if (next === undefined || next.atMs > endMs) return this.#truths;
      this.#queue = this.#queue.filter((one) => one !== next);
      this.#nowMs = next.atMs;
      next.run();
      this.#record();
    }
  }

  #after(ms: number, run: () => void): void {
    this.#queue.push({ atMs: this.#nowMs + ms, order: this.#order++, run });
  }

  #record(): void {
    this.#truths.push({
      atMs: this.#nowMs,
      state: this.#state,
      timestamps: { ...this.#timestamps },
      tasks: this.#tasks.map((own) => own.map((task) => ({ ...task, entered: { ...task.entered } }))),
      exceptions: [...this.#exceptions],
      completed: [...this.#completed],
      restored: this.#restored,
      containers: [...this.#containers],
      freeSlots: this.#freeSlots().length,
      readFrom: this.#readFrom,
      writtenPerSecond: this.#plan.recordsPerSecond,
      writesForMs: this.#plan.writesForMs,
    });
  }

  #newId(container: number): string {
    return `taskmanager-${String(container + 1)}:40001-${String(this.#incarnations++).padStart(6, "0")}`;
  }

  #enter(state: JobStatus): void {
    this.#state = state;
    this.#timestamps[state] = this.#nowMs;
  }

  #all(): TaskTruth[] {
    return this.#tasks.flat();
  }

  #isOver(): boolean {
    return this.#state === "FAILED" || this.#state === "CANCELED" || this.#state === "FINISHED";
  }

  /** Slots of registered TaskManagers that no task of the job has, by the index of the container: the JobManager does not know who is dead. */
  #freeSlots(): number[] {
    return this.#containers.flatMap((container, index) => {
      if (!container.isRegistered) return [];
      const subtasks = (this.#tasks[0] ?? []).filter(
        (task) => task.container === index && !["CANCELED", "FAILED", "FINISHED"].includes(task.state),
      ).length;
      return Array.from({ length: Math.max(0, this.#plan.slotsPerTaskManager - subtasks) }, () => index);
    });
  }

  #move(task: TaskTruth, state: ExecutionState): void {
    task.state = state;
    task.entered[state] = this.#nowMs;
  }

  #startTry(): void {
    if (this.#isOver() || this.#state === "CANCELLING") return;
    const attempt = ++this.#attempt;
    this.#enter("RUNNING");
    const latest = this.#completed.at(-1);
    if (this.#failures > 0 && latest !== undefined) this.#restored = { id: latest.id, atMs: this.#nowMs };
    this.#tasks = Array.from({ length: this.#plan.vertices }, () =>
      Array.from({ length: this.#plan.parallelism }, (): TaskTruth => {
        const task: TaskTruth = { state: "CREATED", entered: zeros(EXECUTION_STATES), container: undefined };
        this.#move(task, "CREATED");
        return task;
      }),
    );
    this.#after(10, () => {
      if (this.#attempt !== attempt) return;
      for (const task of this.#all()) this.#move(task, "SCHEDULED");
      this.#after(this.#plan.slotTimeoutMs, () => {
        if (this.#attempt === attempt && this.#all().some(({ state }) => state === "SCHEDULED")) this.#fail(noSlots());
      });
      this.#deployIfPossible();
    });
  }

  #deployIfPossible(): void {
    if (this.#state !== "RUNNING" || !this.#all().every(({ state }) => state === "SCHEDULED") || this.#tasks.length === 0) return;
    const slots = this.#freeSlots();
    if (slots.length < this.#plan.parallelism) return;
    const attempt = this.#attempt;
    this.#after(100, () => {
      if (this.#attempt !== attempt || this.#state !== "RUNNING") return;
      for (const own of this.#tasks) {
        for (const [subtask, task] of own.entries()) {
          task.container = slots[subtask];
          this.#move(task, "DEPLOYING");
        }
      }
      const dead = slots.find((index) => this.#containers[index]?.id === undefined);
      if (this.#deployments++ < this.#plan.failedDeployments) this.#after(500, () => this.#fail(askTimeout(), attempt));
      else if (dead !== undefined) this.#after(50, () => this.#fail(unreachableRecipient(this.#idOfLost(dead)), attempt));
      else for (const task of this.#all()) this.#advance(task, attempt);
    });
  }

  #idOfLost(container: number): string {
    return this.#containers[container]?.killed.at(-1)?.id ?? "";
  }

  #advance(task: TaskTruth, attempt: number): void {
    const next = { DEPLOYING: "INITIALIZING", INITIALIZING: "RUNNING" }[task.state as string] as ExecutionState | undefined;
    if (next === undefined) return;
    const { steps } = this.#plan;
    this.#after(steps[this.#step++ % steps.length] ?? 100, () => {
      if (this.#attempt !== attempt || this.#state !== "RUNNING" || this.#isDead(task)) return;
      this.#move(task, next);
      if (next === "RUNNING" && task === this.#tasks[0]?.[0]) this.#readFrom = { records: this.#checkpointed, atMs: this.#nowMs };
      this.#advance(task, attempt);
    });
  }

  #isDead({ container }: TaskTruth): boolean {
    return container === undefined || this.#containers[container]?.id === undefined;
  }

  #triggerCheckpoint(): void {
    const { checkpointMs } = this.#plan;
    if (checkpointMs === undefined || this.#isOver()) return;
    this.#after(checkpointMs, () => this.#triggerCheckpoint());
    const attempt = this.#attempt;
    const triggeredMs = this.#nowMs;
    const allRun = (): boolean => this.#state === "RUNNING" && this.#all().every((task) => task.state === "RUNNING" && !this.#isDead(task));
    if (!allRun()) return;
    const id = this.#nextCheckpoint++;
    const position = this.#position();
    this.#after(40, () => {
      if (this.#attempt !== attempt || !allRun()) return;
      this.#completed = [...this.#completed, { id, triggeredMs, completedMs: this.#nowMs }];
      this.#checkpointed = position;
    });
  }

  #position(): number {
    const { recordsPerSecond: writtenPerSecond, writesForMs } = this.#plan;
    return readAt({ readFrom: this.#readFrom, writtenPerSecond, writesForMs }, this.#nowMs) ?? 0;
  }

  #happen(event: LifeEvent): void {
    switch (event.type) {
      case "kill":
        return this.#kill(event.container % this.#containers.length);
      case "start":
        return this.#start(event.container % this.#containers.length);
      case "throw":
        if (this.#all().some(({ state }) => state === "RUNNING")) this.#fail(thrown());
        return;
      case "cancel":
        return this.#cancel();
      case "finish-source":
        for (const task of this.#tasks[0] ?? []) if (task.state === "RUNNING" && this.#allRun()) this.#move(task, "FINISHED");
        return;
      case "finish":
        if (!this.#allRun()) return;
        for (const task of this.#all()) this.#move(task, "FINISHED");
        this.#enter("FINISHED");
    }
  }

  #allRun(): boolean {
    return this.#state === "RUNNING" && this.#all().every(({ state }) => state === "RUNNING" || state === "FINISHED");
  }

  #cancel(): void {
    if (this.#isOver() || this.#state === "INITIALIZING") return;
    this.#enter("CANCELLING");
    this.#attempt++;
    for (const task of this.#all()) this.#move(task, "CANCELING");
    this.#after(100, () => {
      for (const task of this.#all()) this.#move(task, "CANCELED");
      this.#enter("CANCELED");
    });
  }

  #kill(index: number): void {
    const container = this.#containers[index];
    if (container?.id === undefined) return;
    const { id } = container;
    this.#change(index, { id: undefined, startedMs: undefined, killed: [...container.killed, { id, atMs: this.#nowMs }] });
    this.#after(this.#plan.noticeMs, () => {
      // A new incarnation has another id: this one is gone either way.
      if (this.#containers[index]?.id === undefined) this.#change(index, { isRegistered: false });
      if (this.#tasks.some((own) => own.some((task) => task.container === index && this.#isAtRisk(task, id)))) this.#fail(unreachable(id));
    });
  }

  #isAtRisk(task: TaskTruth, id: string): boolean {
    const isBusy = task.state === "DEPLOYING" || task.state === "INITIALIZING" || task.state === "RUNNING";
    const killedMs = this.#containers.flatMap(({ killed }) => killed).find((kill) => kill.id === id)?.atMs ?? 0;
    return isBusy && task.entered.DEPLOYING <= killedMs;
  }

  #start(index: number): void {
    const container = this.#containers[index];
    if (container === undefined || container.id !== undefined) return;
    const id = this.#newId(index);
    this.#change(index, { id, startedMs: this.#nowMs });
    this.#after(REGISTER_MS + this.#plan.noticeMs, () => {
      if (this.#containers[index]?.id !== id) return;
      this.#change(index, { isRegistered: true });
      this.#deployIfPossible();
    });
  }

  #change(index: number, facts: Partial<ContainerTruth>): void {
    this.#containers = this.#containers.map((container, own) => (own === index ? { ...container, ...facts } : container));
  }

  #fail(entry: Omit<ExceptionEntry, "timestamp">, attempt = this.#attempt): void {
    if (this.#state !== "RUNNING" || attempt !== this.#attempt) return;
    this.#attempt++;
    this.#failures++;
    const failure: ExceptionEntry = { ...entry, timestamp: this.#nowMs };
    for (const [index, task] of this.#all().entries()) this.#move(task, index === 0 ? "FAILED" : "CANCELED");
    this.#readFrom = undefined;
    if (this.#failures > this.#plan.maxRestarts) {
      this.#enter("FAILING");
      this.#after(30, () => {
        this.#enter("FAILED");
        this.#push({
          ...exception("org.apache.flink.runtime.JobException", "Recovery is suppressed by FixedDelayRestartBackoffTimeStrategy"),
          timestamp: this.#nowMs,
          concurrentExceptions: [failure],
        });
      });
      return;
    }
    this.#push(failure);
    this.#after(1, () => this.#enter("RESTARTING"));
    const failed = this.#attempt;
    this.#after(this.#plan.restartDelayMs, () => {
      if (this.#attempt === failed) this.#startTry();
    });
  }

  #push(entry: ExceptionEntry): void {
    this.#exceptions = [entry, ...this.#exceptions].slice(0, KEPT_EXCEPTIONS);
  }
}

function exception(exceptionName: string, message: string, facts: Partial<ExceptionEntry> = {}): Omit<ExceptionEntry, "timestamp"> {
  return {
    exceptionName,
    stacktrace: `${exceptionName}: ${message}\n\tat org.example.Some.method(Some.java:1)`,
    concurrentExceptions: [],
    ...facts,
  };
}

function unreachable(id: string): Omit<ExceptionEntry, "timestamp"> {
  return exception("org.apache.flink.runtime.jobmaster.JobMasterException", `TaskManager with id ${id} is no longer reachable.`, {
    taskName: "vertex 0 (1/2) - execution #0",
    taskManagerId: id,
  });
}

function unreachableRecipient(id: string): Omit<ExceptionEntry, "timestamp"> {
  return exception(
    "org.apache.flink.runtime.rpc.exceptions.RecipientUnreachableException",
    "Could not send message [RemoteRpcInvocation(TaskExecutorGateway.submitTask(TaskDeploymentDescriptor, JobMasterId, Duration))]",
    { taskName: "vertex 0 (1/2) - execution #1", taskManagerId: id },
  );
}

function askTimeout(): Omit<ExceptionEntry, "timestamp"> {
  return exception(
    "java.util.concurrent.TimeoutException",
    "Invocation of [RemoteRpcInvocation(TaskExecutorGateway.submitTask(TaskDeploymentDescriptor, JobMasterId, Duration))] timed out.",
    { taskName: "vertex 0 (1/2) - execution #0" },
  );
}

function noSlots(): Omit<ExceptionEntry, "timestamp"> {
  const name = "org.apache.flink.runtime.jobmanager.scheduler.NoResourceAvailableException";
  return exception("java.util.concurrent.CompletionException", `${name}: Could not acquire the minimum required resources.`);
}

function thrown(): Omit<ExceptionEntry, "timestamp"> {
  return exception("java.lang.IllegalStateException", "boom", { taskName: "vertex 0 (1/2) - execution #0" });
}

function zeros<Key extends string>(keys: readonly Key[]): Record<Key, number> {
  return Object.fromEntries(keys.map((key) => [key, 0])) as Record<Key, number>;
}

/** `GET /jobs/:jobid` at `nowMs`, of a state that may be older. */
export function jobReply({ state, timestamps, tasks }: Truth, nowMs: number): Pick<Job, "state" | "now" | "timestamps" | "vertices"> {
  return {
    state,
    now: nowMs,
    timestamps,
    vertices: tasks.map((own, index) => {
      const counts = zeros(EXECUTION_STATES);
      for (const task of own) counts[task.state]++;
      const deployed = own.map(({ entered }) => entered.DEPLOYING).filter((atMs) => atMs > 0);
      return {
        id: `vertex-${String(index)}`,
        slotSharingGroupId: "default",
        name: `vertex ${String(index)}`,
        maxParallelism: 128,
        parallelism: own.length,
        status: "RUNNING",
        "start-time": deployed.length === 0 ? -1 : Math.min(...deployed),
        "end-time": -1,
        duration: -1,
        tasks: counts,
        metrics: {
          "read-bytes": 0,
          "read-bytes-complete": true,
          "write-bytes": 0,
          "write-bytes-complete": true,
          "read-records": 0,
          "read-records-complete": true,
          "write-records": 0,
          "write-records-complete": true,
          "accumulated-backpressured-time": 0,
          "accumulated-idle-time": 0,
          "accumulated-busy-time": 0,
        },
      };
    }),
  };
}

/** `GET …/subtasktimes` of one vertex. */
export function timesReply({ tasks }: Truth, vertex: number, nowMs: number): VertexSubtaskTimes {
  return {
    id: `vertex-${String(vertex)}`,
    name: `vertex ${String(vertex)}`,
    now: nowMs,
    subtasks: (tasks[vertex] ?? []).map(({ entered }, subtask) => ({
      subtask,
      endpoint: "(unassigned)",
      duration: 0,
      timestamps: entered,
    })),
  };
}

/** The parts of `GET …/checkpoints` that incidents are derived from. */
export function checkpointsReply({ completed, restored }: Truth): Pick<Checkpoints, "latest" | "history"> {
  const sizes = {
    checkpointed_size: 0,
    state_size: 0,
    end_to_end_duration: 40,
    alignment_buffered: 0,
    processed_data: 0,
    persisted_data: 0,
    num_subtasks: 1,
    num_acknowledged_subtasks: 1,
  };
  const all = completed.map(({ id, triggeredMs, completedMs }) => ({
    className: "completed" as const,
    id,
    status: "COMPLETED" as const,
    is_savepoint: false,
    trigger_timestamp: triggeredMs,
    latest_ack_timestamp: completedMs,
    ...sizes,
    checkpoint_type: "CHECKPOINT" as const,
    tasks: {},
    discarded: false,
  }));
  return {
    latest: {
      completed: all.at(-1) ?? null,
      savepoint: null,
      failed: null,
      restored: restored === undefined ? null : { id: restored.id, restore_timestamp: restored.atMs, is_savepoint: false },
    },
    history: all.slice(-10).toReversed(),
  };
}

/** The slots of `GET /overview`. */
export function overviewReply({ freeSlots, containers }: Truth): Pick<Overview, "taskmanagers" | "slots-available"> {
  return { taskmanagers: containers.filter(({ isRegistered }) => isRegistered).length, "slots-available": freeSlots };
}

/** The ids of `GET /taskmanagers`. */
export function registeredIds({ containers }: Truth): readonly string[] {
  return containers.flatMap(({ isRegistered, id, killed }) => (isRegistered ? [id ?? killed.at(-1)?.id ?? ""] : []));
}

/** `GET /playground/containers`. */
export function containersReply({ containers }: Truth): readonly Container[] {
  return containers.map(({ name, id, startedMs }) => ({
    name,
    service: "taskmanager",
    state: id === undefined ? "exited" : "running",
    exitCode: id === undefined ? 137 : null,
    command: "",
    ports: [],
    startedAt: startedMs ?? null,
    taskManagerId: id ?? null,
  }));
}

/** Records in the topic at a moment. */
export function writtenAt({ writtenPerSecond, writesForMs }: Pick<Truth, "writtenPerSecond" | "writesForMs">, atMs: number): number {
  return Math.floor((Math.min(writesForMs, atMs - LIFE_START_MS) / 1000) * writtenPerSecond);
}

/** Records that the job's source has read at a moment; undefined while it does not run. */
export function readAt(truth: Pick<Truth, "readFrom" | "writtenPerSecond" | "writesForMs">, atMs: number): number | undefined {
  const { readFrom } = truth;
  if (readFrom === undefined) return undefined;
  const read = readFrom.records + Math.floor(((atMs - readFrom.atMs) / 1000) * READ_PER_SECOND);
  return Math.min(writtenAt(truth, atMs), read);
}
