// The load, records, lag and checkpoint share of all subtasks of a job. Flink has these facts only by
// vertex, so they are read in turn: a vertex a second, those in view more often.
import type { ObservedBackend } from "../client/backend.ts";
import type { FactOptions } from "../client/fact-options.ts";
import { isNotFound } from "../client/http-status-error.ts";
import { lagMetric } from "../domain/source-metrics.ts";
import { hasRunningTask } from "../domain/vertex-phase.ts";
import type { CheckpointSubtasks } from "../rest/checkpoints.ts";
import type { Job, JobVertex } from "../rest/jobs.ts";
import type { Vertex, VertexBackpressure } from "../rest/vertices.ts";
import { checkpointsOptions, type LiveCheckpoints } from "./checkpoints.ts";
import { type Asking, foldedOptions } from "./folded-options.ts";

/** What was last read of the subtasks of a vertex. */
export type VertexReading = {
  /** When it was read, epoch ms. */
  readonly atMs: number;
  readonly vertex: Vertex | undefined;
  readonly backpressure: VertexBackpressure | undefined;
  /** Its part of the job's latest completed checkpoint at that time. */
  readonly checkpoint: CheckpointReading | undefined;
  /** Records behind, by subtask index. Undefined if the vertex has inputs or reports no lag. */
  readonly lag: LagReading | undefined;
  /** Why a part of it is unknown; undefined if all calls succeeded. */
  readonly error: Error | undefined;
};

/** A vertex in a checkpoint, with the size (bytes) and the duration (ms) of the whole checkpoint. */
export type CheckpointReading = {
  readonly id: number;
  readonly stateBytes: number;
  readonly durationMs: number;
  readonly part: CheckpointSubtasks;
};

/** The lag of the subtasks of a source. */
export type LagReading = {
  /** Undefined until the source has named it. */
  readonly metric: string | undefined;
  /** When its names were read, epoch ms. */
  readonly namedMs: number;
  readonly records: ReadonlyMap<number, number>;
  /** The subtask with which the next call starts, of a source with too many for one call. */
  readonly next: number;
};

/** By vertex id; vertices that were not read yet are absent. */
export type JobSubtasks = ReadonlyMap<string, VertexReading>;

/** Subtasks that are in view: their indexes by vertex id. */
export type SubtasksInView = ReadonlyMap<string, readonly number[]>;

/** The number of vertices that are read at once at first. */
const FIRST_VERTICES = 8;
/** A vertex takes up to four calls, so one is read in this time, ms. */
const VERTEX_MS = 1000;
/** How much more often a vertex in view is read than another one. */
const IN_VIEW_FACTOR = 4;
/** A source names its lag after its first records, so its names are read again after this time, ms. */
const NAMES_MS = 10_000;
/** The most characters of metric names in one call. Flink refuses request lines of more than 4096. */
const MOST_NAME_CHARS = 3000;

/**
 * The subtasks of a job, read while the fact is observed. `order` has the ids of the vertices in the
 * order in which they are read first.
 */
export function jobSubtasksOptions(
  observed: ObservedBackend,
  job: Job | undefined,
  { order, inView, isEnabled }: { order: readonly string[]; inView: SubtasksInView; isEnabled: boolean },
): FactOptions<JobSubtasks> {
  const { refreshMs } = observed;
  const count = job?.vertices.length ?? 0;
  return foldedOptions<readonly (readonly [string, Omit<VertexReading, "atMs">])[], JobSubtasks>(observed, {
    key: ["jobSubtasks", job?.jid ?? ""],
    ask: async (asking) => {
      if (job === undefined) return [];
      const chosen = nextVertices(order, asking.known, inView, Date.now());
      const checkpoints = asking.queryClient.getQueryData<LiveCheckpoints>(checkpointsOptions(observed, job.jid).queryKey)?.checkpoints;
      const vertices = chosen.flatMap((id) => job.vertices.find((vertex) => vertex.id === id) ?? []);
      return Promise.all(
        vertices.map(
          async (vertex) =>
            [
              vertex.id,
              await readVertex(asking, {
                job,
                vertex,
                checkpoint: checkpoints?.latest.completed ?? undefined,
                inView: inView.get(vertex.id) ?? [],
              }),
            ] as const,
        ),
      );
    },
    fold: (known, readings, atMs) => new Map([...(known ?? []), ...readings.map(([id, reading]) => [id, { atMs, ...reading }] as const)]),
    refreshMs: Math.max(VERTEX_MS, Math.ceil(refreshMs / Math.max(1, count))),
    isEnabled: isEnabled && count > 0,
  });
}

/** The vertices to read next: the first ones at once, then one at a time. */
export function nextVertices(
  order: readonly string[],
  known: JobSubtasks | undefined,
  inView: Pick<SubtasksInView, "has">,
  nowMs: number,
): readonly string[] {
  // What is due longest comes first. What was never read comes before that, if it is in view.
  const dueOf = (id: string): number => {
    const reading = known?.get(id);
    if (reading === undefined) return inView.has(id) ? Number.POSITIVE_INFINITY : Number.MAX_VALUE;
    return Math.max(0, nowMs - reading.atMs) * (inView.has(id) ? IN_VIEW_FACTOR : 1);
  };
  const due = new Map(order.map((id) => [id, dueOf(id)]));
  // The sort is stable, so equals keep their order. Infinity minus itself is not a number.
  const ranked = order.toSorted((a, b) => compare(due.get(b) ?? 0, due.get(a) ?? 0));
  return ranked.slice(0, known === undefined ? FIRST_VERTICES : 1);
}

function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

type Whole = { readonly id: number; readonly state_size: number; readonly end_to_end_duration: number };

async function readVertex(
  { client, signal, known }: Asking<JobSubtasks>,
  { job, vertex, checkpoint, inView }: { job: Job; vertex: JobVertex; checkpoint: Whole | undefined; inView: readonly number[] },
): Promise<Omit<VertexReading, "atMs">> {
  const params = { jobid: job.jid, vertexid: vertex.id };
  const before = known?.get(vertex.id);
  let error: Error | undefined;
  /** Undefined if the call fails, which leaves the others known. */
  const part = async <Reply>(ask: () => Promise<Reply>): Promise<Reply | undefined> => {
    try {
      if (known !== undefined) await client.pacer.turn(signal);
      return await ask();
    } catch (reason) {
      signal.throwIfAborted();
      error ??= reason as Error;
      return undefined;
    }
  };
  const [details, backpressure, part_, lag] = await Promise.all([
    part(() => client.call("vertex", params, {}, { signal })),
    hasRunningTask(vertex) ? part(() => client.call("vertexBackpressure", params, {}, { signal })) : undefined,
    readCheckpoint(),
    readLag(),
  ]);
  return { vertex: details, backpressure, checkpoint: part_, lag, error };

  async function readCheckpoint(): Promise<CheckpointReading | undefined> {
    if (checkpoint === undefined) return undefined;
    const { id, state_size: stateBytes, end_to_end_duration: durationMs } = checkpoint;
    if (before?.checkpoint?.id === id) return before.checkpoint;
    const reply = await part(() =>
      client.call("checkpointSubtasks", { ...params, checkpointid: String(id) }, {}, { signal }).catch((reason: unknown) => {
        // The vertex took no part in it, or the checkpoint has left the cluster's history.
        if (isNotFound(reason)) return undefined;
        throw reason;
      }),
    );
    return reply === undefined ? undefined : { id, stateBytes, durationMs, part: reply };
  }

  async function readLag(): Promise<LagReading | undefined> {
    const isSource = (job.plan.nodes.find(({ id }) => id === vertex.id)?.inputs ?? []).length === 0;
    if (!isSource || !hasRunningTask(vertex)) return undefined;
    const nowMs = Date.now();
    let { metric, namedMs, next, records }: LagReading = before?.lag ?? { metric: undefined, namedMs: 0, next: 0, records: new Map() };
    if (metric === undefined) {
      if (nowMs - namedMs < NAMES_MS) return before?.lag;
      metric = lagMetric(((await part(() => client.call("subtasksMetrics", params, {}, { signal }))) ?? []).map(({ id }) => id));
      namedMs = nowMs;
      if (metric === undefined) return { metric, namedMs, next, records };
    }
    const asked = lagOfSubtasks(metric, vertex.parallelism, inView, next);
    const values = await part(() =>
      client.call("vertexMetrics", params, { get: asked.map((index) => `${String(index)}.${String(metric)}`) }, { signal }),
    );
    const read = (values ?? []).flatMap(({ id, value }) => {
      const count = Number(value ?? Number.NaN);
      return Number.isFinite(count) && count >= 0 ? [[Number.parseInt(id, 10), count] as const] : [];
    });
    const left = [...records].filter(([index]) => !asked.includes(index) && index < vertex.parallelism);
    next = ((asked.at(-1) ?? 0) + 1) % Math.max(1, vertex.parallelism);
    records = new Map([...left, ...read]);
    return { metric, namedMs, next, records };
  }
}

/** The subtasks whose lag fits into one call: those in view, and then the others in turn from `next`. */
export function lagOfSubtasks(metric: string, parallelism: number, inView: readonly number[], next: number): readonly number[] {
  const most = Math.max(1, Math.floor(MOST_NAME_CHARS / (encodeURIComponent(metric).length + String(parallelism).length + 4)));
  const inTurn = Array.from({ length: Math.min(parallelism, most) }, (_, at) => (next + at) % parallelism);
  if (parallelism <= most) return inTurn;
  // Half of the call is left for the others, so that their turn comes.
  const first = inView.filter((index) => index < parallelism).slice(0, Math.floor(most / 2));
  const wanted = new Set(first);
  return [...first, ...inTurn.filter((index) => !wanted.has(index)).slice(0, most - first.length)];
}
