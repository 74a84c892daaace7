// A made-up cluster with one job of any number of vertices, for graphs that no recording has:
// hundreds of vertices with many inputs. Its values were never measured. Its replies have Flink's
// format, and its counters grow with the given clock.
import { matchEndpoint } from "../src/rest/match-endpoint.ts";
import type { EndpointMatch } from "../src/rest/routes.ts";
import type { Job, JobVertex } from "../src/rest/jobs.ts";
import type { PlanInput, PlanNode } from "../src/rest/plan.ts";
import { EXECUTION_STATES, JOB_STATUSES } from "../src/rest/states.ts";
import type { Vertex, VertexBackpressure } from "../src/rest/vertices.ts";

/** The id of the only job. */
export const WIDE_JOB_ID = "a".repeat(32);

/** The parameters of the job. */
export type WideJob = {
  readonly vertices: number;
  readonly parallelism: number;
  /** Epoch ms. */
  readonly now: () => number;
  /** When it was started, epoch ms; an hour before now by default. */
  readonly startedMs?: number;
};

/** Answers like a cluster on which that job runs. */
export function createWideCluster(job: WideJob): (request: Request) => Promise<Response> {
  const wide: Required<WideJob> = { startedMs: job.now() - 3_600_000, ...job };
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

function replyTo(match: EndpointMatch, job: Required<WideJob>, nodes: readonly PlanNode[]): unknown {
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
        taskmanagers: 1,
        "slots-total": job.parallelism,
        "slots-available": 0,
        "jobs-running": 1,
        "jobs-finished": 0,
        "jobs-cancelled": 0,
        "jobs-failed": 0,
        "flink-version": "2.3.0",
        "flink-commit": "unknown",
      };
    case "jobs":
      return { jobs: [{ id: WIDE_JOB_ID, status: "RUNNING" }] };
    case "jobsOverview":
      return { jobs: [{ ...head(job, nowMs), jobType: "STREAMING", "last-modification": job.startedMs, tasks: overviewTasks(tasks) }] };
    case "job":
      return jobDetails(job, nodes, nowMs);
    case "jobExceptions":
      return { exceptionHistory: { entries: [], truncated: false } };
    case "jobMetrics":
    case "jobsMetrics":
      return [{ id: "numRestarts", value: "0", sum: 0 }];
    case "checkpoints":
      return NO_CHECKPOINTS;
    case "taskManagers":
      return { taskmanagers: [] };
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
      return { id: match.params.vertexid, name: match.params.vertexid, now: nowMs, subtasks: [] };
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

function head(job: Required<WideJob>, nowMs: number) {
  return {
    jid: WIDE_JOB_ID,
    name: `A job of ${String(job.vertices)} vertices`,
    state: "RUNNING" as const,
    schedulerType: "Default" as const,
    "start-time": job.startedMs,
    "end-time": -1,
    duration: nowMs - job.startedMs,
    "pending-operators": 0,
  };
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

function jobDetails(job: Required<WideJob>, nodes: readonly PlanNode[], nowMs: number): Job {
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

function jobVertex(job: Required<WideJob>, { id, operator, inputs = [] }: PlanNode, nowMs: number): JobVertex {
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

function vertexDetails(job: Required<WideJob>, nodes: readonly PlanNode[], vertexId: string, nowMs: number): Vertex | undefined {
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
      "taskmanager-id": "tm1",
      "status-duration": { RUNNING: duration },
      start_time: start,
    })),
  };
}

function backpressure(job: Required<WideJob>, vertexId: string, nowMs: number): VertexBackpressure {
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

/**
 * Sources first. There are about as many layers as vertices per layer. Each vertex reads from the
 * previous layer, most from one or two of its vertices, one in nine from ten (unions and joins),
 * and some from the layer before that.
 */
function planNodes({ vertices, parallelism }: WideJob): readonly PlanNode[] {
  const width = Math.max(1, Math.round(Math.sqrt(vertices) * 1.2));
  return Array.from({ length: vertices }, (_, index): PlanNode => {
    const layer = Math.floor(index / width);
    const inputs = layer === 0 ? [] : inputsOf(index, layer, width);
    const operator = operatorName(index, layer, inputs.length);
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

function inputsOf(index: number, layer: number, width: number): PlanInput[] {
  const count = index % 9 === 4 ? Math.min(width, 10) : 1 + (index % 2);
  const before = (layer - 1) * width;
  const sources = new Set(Array.from({ length: count }, (_, at) => before + ((index * 7 + at) % width)));
  if (layer > 1 && index % 11 === 0) sources.add((layer - 2) * width + (index % width));
  return [...sources].map((source, num) => ({
    id: vertexId(source),
    num,
    ship_strategy: num === 0 && count === 1 ? "FORWARD" : "HASH",
    exchange: "pipelined_bounded",
  }));
}

function operatorName(index: number, layer: number, inputs: number): string {
  if (layer === 0) return `Source: topic-${String(index)} -> Calc[${String(index)}]`;
  if (inputs > 2) return `Union[${String(index)}] -> Calc[${String(index)}] -> ConstraintEnforcer[${String(index)}]`;
  return inputs === 2 ? `Join[${String(index)}] -> Calc[${String(index)}]` : `GroupAggregate[${String(index)}] -> Map`;
}

function vertexId(index: number): string {
  return (index + 1).toString(16).padStart(32, "0");
}
