// A made-up cluster with one job of any number of vertices, for what no recording has: graphs of
// hundreds of vertices with many inputs, many TaskManagers, hostile names. Its values were never
// measured. Its replies have Flink's format, and its counters grow with the given clock.
import { matchEndpoint } from "../src/rest/match-endpoint.ts";
import type { EndpointMatch } from "../src/rest/routes.ts";
import type { Job, JobVertex } from "../src/rest/jobs.ts";
import type { PlanInput, PlanNode } from "../src/rest/plan.ts";
import { EXECUTION_STATES, JOB_STATUSES } from "../src/rest/states.ts";
import type { Vertex, VertexBackpressure } from "../src/rest/vertices.ts";

/** The id of the running job. */
export const WIDE_JOB_ID = "a".repeat(32);
/** The id of the finished job of a cluster with {@link WideJob.nameOf}. */
const FINISHED_JOB_ID = "c".repeat(32);
/** The id of its only checkpoint. */
export const WIDE_CHECKPOINT_ID = 7;

/**
 * Which vertices read from which. `layers`: about as many layers as vertices per layer. `chain`: each
 * vertex reads from the one before. `fan-in`: all but two are sources, which one vertex unites.
 */
export type WideShape = "layers" | "chain" | "fan-in";

/** The parameters of the job. */
export type WideJob = {
  readonly vertices: number;
  readonly parallelism: number;
  /** `layers` by default. */
  readonly shape?: WideShape;
  /** Epoch ms. */
  readonly now: () => number;
  /** When it was started, epoch ms; an hour before now by default. */
  readonly startedMs?: number;
  /** The number of registered TaskManagers; 0 by default. */
  readonly taskManagers?: number;
  /**
   * Names that users chose, by index: of jobs, vertices and TaskManagers. With them the cluster also
   * has a failure, a checkpoint and a finished job that contain such names. By default names are
   * plain and there are none of these.
   */
  readonly nameOf?: ((index: number) => string) | undefined;
  /** The number of jobs that run besides; 0 by default. */
  readonly otherJobs?: number;
  /** Whether it has a completed checkpoint; by default only with {@link WideJob.nameOf}. */
  readonly hasCheckpoint?: boolean;
  /** How many failures its history has, and how many came with each; by default one with {@link WideJob.nameOf}, and none without. */
  readonly failures?: { readonly entries: number; readonly concurrent: number };
};

type GivenJob = Required<WideJob>;

/** Answers like a cluster on which that job runs. */
export function createWideCluster(job: WideJob): (request: Request) => Promise<Response> {
  const wide: GivenJob = {
    startedMs: job.now() - 3_600_000,
    taskManagers: 0,
    nameOf: undefined,
    shape: "layers",
    otherJobs: 0,
    hasCheckpoint: job.nameOf !== undefined,
    failures: { entries: job.nameOf === undefined ? 0 : 1, concurrent: 0 },
    ...job,
  };
  const nodes = planNodes(wide);
  return (request) => {
    const { pathname } = new URL(request.url);
    const match = matchEndpoint(request.method, pathname);
    const reply = match === undefined ? undefined : replyTo(match, wide, nodes);
    return Promise.resolve(
      reply === undefined ? Response.json({ errors: [`Not found: ${pathname}`] }, { status: 404 }) : Response.json(reply),
    );
  };
}

function replyTo(match: EndpointMatch, job: GivenJob, nodes: readonly PlanNode[]): unknown {
  const tasks = job.vertices * job.parallelism;
  const nowMs = job.now();
  switch (match.id) {
    case "config":
      return {
        "refresh-interval": 3000,
        "timezone-name": "Coordinated Universal Time",
        "timezone-offset": 0,
        "flink-version": "2.3.0",
        "flink-revision": "unknown revision",
        features: { "web-submit": true, "web-cancel": true, "web-rescale": false, "web-history": false },
      };
    case "overview":
      return {
        taskmanagers: Math.max(1, job.taskManagers),
        "slots-total": Math.max(1, job.taskManagers) * job.parallelism,
        "slots-available": 0,
        "jobs-running": 1 + job.otherJobs,
        "jobs-finished": job.nameOf === undefined ? 0 : 1,
        "jobs-cancelled": 0,
        "jobs-failed": 0,
        "flink-version": "2.3.0",
        "flink-commit": "unknown",
      };
    case "jobs":
      return { jobs: [{ id: WIDE_JOB_ID, status: "RUNNING" }] };
    case "jobsOverview":
      return { jobs: overviewJobs(job, tasks, nowMs) };
    case "job":
      return jobDetails(job, nodes, nowMs);
    case "jobExceptions":
      return { exceptionHistory: { entries: failures(job, nodes), truncated: false } };
    case "jobMetrics":
    case "jobsMetrics":
      return [{ id: "numRestarts", value: "0", sum: 0 }];
    case "checkpoints":
      return job.hasCheckpoint ? oneCheckpoint(completedCheckpoint(job, nodes)) : NO_CHECKPOINTS;
    case "checkpoint":
      return job.hasCheckpoint ? completedCheckpoint(job, nodes) : undefined;
    case "checkpointSubtasks":
      return job.hasCheckpoint ? checkpointSubtasks(job) : undefined;
    case "taskManagers":
      return { taskmanagers: Array.from({ length: job.taskManagers }, (_, index) => taskManagerInfo(job, index)) };
    case "taskManager": {
      const index = taskManagerIds(job).indexOf(match.params.taskmanagerid);
      return index === -1 ? undefined : { ...taskManagerInfo(job, index), allocatedSlots: slots(job), metrics: { garbageCollectors: [] } };
    }
    case "vertex":
      return vertexDetails(job, nodes, match.params.vertexid, nowMs);
    case "vertexWatermarks":
      return Array.from({ length: job.parallelism }, (_, index) => ({
        id: `${String(index)}.currentInputWatermark`,
        value: String(nowMs - 2000),
      }));
    case "subtasksMetrics": {
      const busy = busyMsPerSecond(match.params.vertexid);
      return [
        { id: "busyTimeMsPerSecond", max: busy },
        { id: "backPressuredTimeMsPerSecond", max: busy > 900 ? 0 : busy / 10 },
      ];
    }
    case "vertexBackpressure":
      return backpressure(job, match.params.vertexid, nowMs);
    case "vertexSubtaskTimes":
      return { id: match.params.vertexid, name: match.params.vertexid, now: nowMs, subtasks: subtaskTimes(job, nowMs) };
    default:
      return undefined;
  }
}

const NOTHING_COUNTED = { min: 0, max: 0, avg: 0, p50: "NaN", p90: "NaN", p95: "NaN", p99: "NaN", p999: "NaN" };

const NO_CHECKPOINTS = {
  counts: { restored: 0, total: 0, in_progress: 0, completed: 0, failed: 0 },
  summary: {
    checkpointed_size: NOTHING_COUNTED,
    state_size: NOTHING_COUNTED,
    end_to_end_duration: NOTHING_COUNTED,
    alignment_buffered: NOTHING_COUNTED,
    processed_data: NOTHING_COUNTED,
    persisted_data: NOTHING_COUNTED,
  },
  latest: { completed: null, savepoint: null, failed: null, restored: null },
  history: [],
};

function head(job: GivenJob, nowMs: number) {
  return {
    jid: WIDE_JOB_ID,
    name: job.nameOf?.(0) ?? `A job of ${String(job.vertices)} vertices`,
    state: "RUNNING" as const,
    schedulerType: "Default" as const,
    "start-time": job.startedMs,
    "end-time": -1,
    duration: nowMs - job.startedMs,
    "pending-operators": 0,
  };
}

function overviewJobs(job: GivenJob, tasks: number, nowMs: number) {
  const running = { ...head(job, nowMs), jobType: "STREAMING", "last-modification": job.startedMs, tasks: overviewTasks(tasks) };
  const others = Array.from({ length: job.otherJobs }, (_, index) => ({
    ...running,
    jid: `d${(index + 1).toString(16).padStart(31, "0")}`,
    name: `Another job, ${String(index + 1)}`,
  }));
  if (job.nameOf === undefined) return [running, ...others];
  const endedMs = job.startedMs - 60_000;
  const finished = {
    ...running,
    jid: FINISHED_JOB_ID,
    name: job.nameOf(1),
    state: "FINISHED",
    "start-time": endedMs - 60_000,
    "end-time": endedMs,
    duration: 60_000,
    "last-modification": endedMs,
    tasks: { ...overviewTasks(0), total: tasks, finished: tasks },
  };
  return [running, ...others, finished];
}

/** Failures of the first vertex, newest first, the first of them 60 s after the job started. */
function failures(job: GivenJob, nodes: readonly PlanNode[]) {
  const { entries, concurrent } = job.failures;
  return Array.from({ length: entries }, (_, index) => ({
    ...failure(job, nodes, { attempt: entries - 1 - index, subtask: 0 }),
    concurrentExceptions: Array.from({ length: concurrent }, (_one, at) =>
      failure(job, nodes, { attempt: entries - 1 - index, subtask: (at + 1) % job.parallelism }),
    ),
  }));
}

function failure(job: GivenJob, nodes: readonly PlanNode[], { attempt, subtask }: { attempt: number; subtask: number }) {
  const nameOf = job.nameOf ?? ((index: number) => `Made${String(index)}`);
  const [name] = taskManagerIds(job);
  const exceptionName = `org.example.${nameOf(0)}Exception`;
  return {
    exceptionName,
    stacktrace: `${exceptionName}: ${nameOf(3)}\n\tat org.example.${nameOf(0)}.process(${nameOf(0)}.java:1)`,
    timestamp: job.startedMs + 60_000 * (attempt + 1),
    failureLabels: { [nameOf(4)]: nameOf(1) },
    taskName: `${nodes[0]?.operator ?? ""} (${String(subtask + 1)}/${String(job.parallelism)}) - execution #${String(attempt)}`,
    endpoint: `${nameOf(0)}:40000`,
    taskManagerId: name,
  };
}

/** Longer for each subtask, and the same for each vertex. */
function checkpointSubtasks(job: GivenJob) {
  const triggeredMs = job.startedMs + 120_000;
  const spread = (least: number, most: number) => ({ ...NOTHING_COUNTED, min: least, max: most, avg: (least + most) / 2 });
  const nothing = spread(0, 0);
  const last = job.parallelism - 1;
  return {
    id: WIDE_CHECKPOINT_ID,
    status: "COMPLETED",
    latest_ack_timestamp: triggeredMs + 500,
    checkpointed_size: 1024 * job.parallelism,
    state_size: 1024 * job.parallelism,
    end_to_end_duration: 20 + last,
    alignment_buffered: 0,
    processed_data: 0,
    persisted_data: 0,
    num_subtasks: job.parallelism,
    num_acknowledged_subtasks: job.parallelism,
    summary: {
      checkpointed_size: spread(1024, 1024),
      state_size: spread(1024, 1024),
      end_to_end_duration: spread(20, 20 + last),
      checkpoint_duration: { sync: spread(5, 5), async: spread(10, 10 + last) },
      alignment: { buffered: nothing, processed: nothing, persisted: nothing, duration: nothing },
      start_delay: spread(5, 5),
    },
    subtasks: Array.from({ length: job.parallelism }, (_, index) => ({
      className: "completed",
      status: "completed",
      index,
      ack_timestamp: triggeredMs + 20 + index,
      end_to_end_duration: 20 + index,
      checkpointed_size: 1024,
      state_size: 1024,
      checkpoint: { sync: 5, async: 10 + index },
      alignment: { buffered: 0, processed: 0, persisted: 0, duration: 0 },
      start_delay: 5,
      unaligned_checkpoint: false,
      aborted: false,
    })),
  };
}

function subtaskTimes(job: GivenJob, nowMs: number) {
  const timestamps = { ...zeros(EXECUTION_STATES), CREATED: job.startedMs, RUNNING: job.startedMs + 1000 };
  return Array.from({ length: job.parallelism }, (_, subtask) => ({
    subtask,
    host: "localhost",
    endpoint: "localhost:40000",
    duration: nowMs - job.startedMs - 1000,
    timestamps,
  }));
}

function completedCheckpoint(job: GivenJob, nodes: readonly PlanNode[]) {
  const nameOf = job.nameOf ?? ((index: number) => `made-up-${String(index)}`);
  const triggeredMs = job.startedMs + 120_000;
  const sizes = {
    latest_ack_timestamp: triggeredMs + 500,
    checkpointed_size: 4096,
    state_size: 4096,
    end_to_end_duration: 500,
    alignment_buffered: 0,
    processed_data: 0,
    persisted_data: 0,
  };
  return {
    ...sizes,
    className: "completed",
    id: WIDE_CHECKPOINT_ID,
    status: "COMPLETED",
    is_savepoint: false,
    trigger_timestamp: triggeredMs,
    checkpoint_type: "CHECKPOINT",
    num_subtasks: nodes.length * job.parallelism,
    num_acknowledged_subtasks: nodes.length * job.parallelism,
    external_path: `file:/${nameOf(0)}/chk-${String(WIDE_CHECKPOINT_ID)}`,
    discarded: false,
    tasks: Object.fromEntries(
      nodes.map(({ id }) => [
        id,
        {
          ...sizes,
          id: WIDE_CHECKPOINT_ID,
          status: "COMPLETED",
          num_subtasks: job.parallelism,
          num_acknowledged_subtasks: job.parallelism,
        },
      ]),
    ),
  };
}

function oneCheckpoint(checkpoint: ReturnType<typeof completedCheckpoint>) {
  return {
    ...NO_CHECKPOINTS,
    counts: { ...NO_CHECKPOINTS.counts, total: 1, completed: 1 },
    latest: { ...NO_CHECKPOINTS.latest, completed: { ...checkpoint, tasks: {} } },
    history: [{ ...checkpoint, tasks: {} }],
  };
}

/** Flink takes any text as an id (`taskmanager.resource-id`). */
function taskManagerIds(job: GivenJob): readonly string[] {
  return Array.from({ length: job.taskManagers }, (_, index) => job.nameOf?.(index) ?? `tm${String(index + 1)}`);
}

const NO_RESOURCES = { cpuCores: 0, taskHeapMemory: 0, taskOffHeapMemory: 0, managedMemory: 0, networkMemory: 0 };

function taskManagerInfo(job: GivenJob, index: number) {
  const id = taskManagerIds(job)[index] ?? "";
  return {
    id,
    path: `pekko.tcp://flink@${id}:40000/user/rpc/taskmanager_0`,
    dataPort: 40_000,
    jmxPort: -1,
    timeSinceLastHeartbeat: job.now() - 1000,
    slotsNumber: job.parallelism,
    freeSlots: 0,
    assignedTasks: job.vertices,
    totalResource: NO_RESOURCES,
    freeResource: NO_RESOURCES,
    hardware: { cpuCores: 2, physicalMemory: 8_000_000_000, freeMemory: 500_000_000, managedMemory: 500_000_000 },
    memoryConfiguration: {},
  };
}

function slots(job: GivenJob) {
  return Array.from({ length: job.parallelism }, () => ({ jobId: WIDE_JOB_ID, resource: NO_RESOURCES, assignedTasks: job.vertices }));
}

function overviewTasks(running: number) {
  const none = {
    created: 0,
    scheduled: 0,
    deploying: 0,
    finished: 0,
    canceling: 0,
    canceled: 0,
    failed: 0,
    reconciling: 0,
    initializing: 0,
  };
  return { ...none, total: running, running };
}

function jobDetails(job: GivenJob, nodes: readonly PlanNode[], nowMs: number): Job {
  const { jid, name, state, schedulerType, duration, ...rest } = head(job, nowMs);
  return {
    ...rest,
    jid,
    name,
    state,
    schedulerType,
    duration,
    isStoppable: false,
    "job-type": "STREAMING",
    maxParallelism: -1,
    now: nowMs,
    timestamps: { ...zeros(JOB_STATUSES), INITIALIZING: job.startedMs, RUNNING: job.startedMs + 200 },
    // The plan lists sinks first, the job lists sources first.
    vertices: nodes.map((node) => jobVertex(job, node, nowMs)),
    "status-counts": { ...zeros(EXECUTION_STATES), RUNNING: nodes.length },
    plan: { jid, name, type: "STREAMING", nodes: nodes.toReversed() },
  };
}

function jobVertex(job: GivenJob, { id, operator, inputs = [] }: PlanNode, nowMs: number): JobVertex {
  const ranMs = nowMs - job.startedMs - 1000;
  const busy = busyMsPerSecond(id) / 1000;
  const records = Math.floor((ranMs / 1000) * 100 * Math.max(1, inputs.length));
  const time = ranMs * job.parallelism;
  return {
    id,
    slotSharingGroupId: "b".repeat(32),
    name: operator,
    maxParallelism: 128,
    parallelism: job.parallelism,
    status: "RUNNING",
    "start-time": job.startedMs + 1000,
    "end-time": -1,
    duration: ranMs,
    tasks: { ...zeros(EXECUTION_STATES), RUNNING: job.parallelism },
    metrics: {
      "read-bytes": records * 40,
      "read-bytes-complete": true,
      "write-bytes": records * 40,
      "write-bytes-complete": true,
      "read-records": records,
      "read-records-complete": true,
      "write-records": records,
      "write-records-complete": true,
      "accumulated-backpressured-time": 0,
      "accumulated-idle-time": Math.round(time * (1 - busy)),
      "accumulated-busy-time": Math.round(time * busy),
    },
  };
}

function vertexDetails(job: GivenJob, nodes: readonly PlanNode[], vertexId: string, nowMs: number): Vertex | undefined {
  const node = nodes.find(({ id }) => id === vertexId);
  if (node === undefined) return undefined;
  const { metrics, duration } = jobVertex(job, node, nowMs);
  const start = job.startedMs + 1000;
  return {
    id: vertexId,
    name: node.operator,
    parallelism: job.parallelism,
    maxParallelism: 128,
    now: nowMs,
    subtasks: Array.from({ length: job.parallelism }, (_, subtask) => ({
      subtask,
      status: "RUNNING" as const,
      attempt: 0,
      endpoint: "localhost:40000",
      "start-time": start,
      "end-time": -1,
      duration,
      metrics,
      "taskmanager-id": taskManagerIds(job)[0] ?? "tm1",
      "status-duration": { RUNNING: duration },
      start_time: start,
    })),
  };
}

function backpressure(job: GivenJob, vertexId: string, nowMs: number): VertexBackpressure {
  const busyRatio = busyMsPerSecond(vertexId) / 1000;
  return {
    status: "ok",
    backpressureLevel: "ok",
    "backpressure-level": "ok",
    "end-timestamp": nowMs,
    subtasks: Array.from({ length: job.parallelism }, (_, subtask) => ({
      subtask,
      "attempt-number": 0,
      backpressureLevel: "ok" as const,
      "backpressure-level": "ok" as const,
      ratio: 0,
      idleRatio: 1 - busyRatio,
      busyRatio,
    })),
  };
}

/** A share that depends only on the id. About one vertex in a hundred is very busy. */
function busyMsPerSecond(vertexId: string): number {
  const number = Number.parseInt(vertexId.slice(-8), 16);
  return number % 97 === 13 ? 980 : (number * 37) % 420;
}

function zeros<Word extends string>(words: readonly Word[]): Record<Word, number> {
  // Object.fromEntries loses the keys' types.
  return Object.fromEntries(words.map((word) => [word, 0])) as Record<Word, number>;
}

/** Sources first. */
function planNodes({ vertices, parallelism, nameOf, shape }: GivenJob): readonly PlanNode[] {
  const width = Math.max(1, Math.round(Math.sqrt(vertices) * 1.2));
  return Array.from({ length: vertices }, (_, index): PlanNode => {
    const layer = shape === "chain" ? index : shape === "fan-in" ? Math.max(0, index - vertices + 3) : Math.floor(index / width);
    const inputs = inputsOf(shape, index, layer, { vertices, width });
    const operator = nameOf?.(index) ?? operatorName(index, layer, inputs.length);
    return {
      id: vertexId(index),
      parallelism,
      operator,
      operator_strategy: "",
      description: operator.split(" -> ").join("<br/>+- "),
      ...(inputs.length === 0 ? {} : { inputs }),
      optimizer_properties: {},
    };
  });
}

function inputsOf(shape: WideShape, index: number, layer: number, { vertices, width }: { vertices: number; width: number }): PlanInput[] {
  if (layer === 0) return [];
  const isUnion = shape === "fan-in" && layer === 1;
  if (shape !== "layers" && !isUnion) return [inputFrom(index - 1, 0, "FORWARD")];
  if (isUnion) return Array.from({ length: vertices - 2 }, (_, source) => inputFrom(source, source, "REBALANCE"));
  return inputsInLayers(index, layer, width);
}

/**
 * Each vertex reads from the previous layer, most from one or two of its vertices, one in nine from
 * ten (unions and joins), and some from the layer before that.
 */
function inputsInLayers(index: number, layer: number, width: number): PlanInput[] {
  const count = index % 9 === 4 ? Math.min(width, 10) : 1 + (index % 2);
  const before = (layer - 1) * width;
  const sources = new Set(Array.from({ length: count }, (_, at) => before + ((index * 7 + at) % width)));
  if (layer > 1 && index % 11 === 0) sources.add((layer - 2) * width + (index % width));
  return [...sources].map((source, num) => inputFrom(source, num, num === 0 && count === 1 ? "FORWARD" : "HASH"));
}

function inputFrom(source: number, num: number, shipStrategy: string): PlanInput {
  return { id: vertexId(source), num, ship_strategy: shipStrategy, exchange: "pipelined_bounded" };
}

function operatorName(index: number, layer: number, inputs: number): string {
  if (layer === 0) return `Source: topic-${String(index)} -> Calc[${String(index)}]`;
  if (inputs > 2) return `Union[${String(index)}] -> Calc[${String(index)}] -> ConstraintEnforcer[${String(index)}]`;
  return inputs === 2 ? `Join[${String(index)}] -> Calc[${String(index)}]` : `GroupAggregate[${String(index)}] -> Map`;
}

function vertexId(index: number): string {
  return (index + 1).toString(16).padStart(32, "0");
}
