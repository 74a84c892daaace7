import { memoByObject } from "../../base/memo-by-object.ts";
import { visibleText } from "../../base/visible-text.ts";
import { type ExecutionStateCount, executionStateCounts } from "../../domain/execution-state.ts";
import { isLoadMeasured } from "../../domain/is-load-measured.ts";
import type { AverageLoad, Rates } from "../../domain/rate.ts";
import { vertexPhase, type VertexPhase } from "../../domain/vertex-phase.ts";
import type { Bottleneck, VertexPressure } from "../../domain/vertex-pressure.ts";
import { ENDED_ABOVE, NO_WATERMARK_BELOW } from "../../domain/watermark.ts";
import type { ExceptionEntry } from "../../rest/exceptions.ts";
import type { JobVertex } from "../../rest/jobs.ts";
import type { Metrics } from "../../rest/metrics.ts";

/**
 * A watermark: "no input" for a source, "ended" after the last record (Long.MAX_VALUE), or the
 * lowest of the subtasks, epoch ms; undefined if unknown.
 */
export type LowWatermark = { atMs: number } | "no input" | "ended" | undefined;

/** The measured values of a vertex, besides its counters. */
export type VertexMeasures = {
  /** Of the busiest subtask, 0…1. */
  busyShare: number | undefined;
  /** Of the most backpressured subtask, 0…1. */
  backpressuredShare: number | undefined;
  lowWatermark: LowWatermark;
  /** Why busy and backpressured are not known, if their call failed: the error's message. */
  loadProblem?: string | undefined;
  /** The same for the low watermark. */
  watermarkProblem?: string | undefined;
};

/** The values of a card. */
export type VertexCardModel = {
  id: string;
  name: string;
  description: string | undefined;
  /** What its operators do, in the words of the plan; empty in most plans. */
  operation?: string | undefined;
  phase: VertexPhase;
  tasks: readonly ExecutionStateCount[];
  parallelism: number;
  measures: VertexMeasures;
  rates: Rates | undefined;
  /** Average over all subtasks, from the job's own counters. */
  average: AverageLoad | undefined;
  /** The size of the state to restore, bytes; only while the vertex waits or starts. */
  willRestoreBytes: number | undefined;
  /** When its last task ended, epoch ms. */
  endedMs: number | undefined;
  /** The short class name of the exception that ended it. */
  rootCause: string | undefined;
  /** Set if it is the bottleneck: it is busy, and vertices upstream of it are backpressured. */
  bottleneck: Bottleneck | undefined;
};

const NOT_MEASURED: VertexMeasures = { busyShare: undefined, backpressuredShare: undefined, lowWatermark: undefined };

/** Combines the replies about a vertex. A vertex without running tasks has no measurements. */
export function vertexCard(
  vertex: JobVertex,
  facts: {
    description: string | undefined;
    operation?: string | undefined;
    measures: VertexMeasures | undefined;
    rates: Rates | undefined;
    average?: AverageLoad | undefined;
    willRestoreBytes: number | undefined;
    exceptions: readonly ExceptionEntry[];
    bottleneck?: Bottleneck | undefined;
  },
): VertexCardModel {
  const phase = vertexPhase(vertex);
  const isWorking = phase === "working";
  const bottleneck = isWorking ? facts.bottleneck : undefined;
  const isComing = phase === "waiting" || phase === "starting";
  return {
    id: vertex.id,
    name: vertex.name,
    description: bottleneck === undefined ? facts.description && visibleText(facts.description) : bottleneckLabel(bottleneck),
    operation: facts.operation,
    phase,
    tasks: executionStateCounts(vertex.tasks),
    parallelism: vertex.parallelism,
    measures: isWorking && facts.measures !== undefined ? measuredOf(vertex, facts.measures) : NOT_MEASURED,
    rates: isWorking ? facts.rates : undefined,
    average: isWorking ? facts.average : undefined,
    willRestoreBytes: isComing ? facts.willRestoreBytes : undefined,
    endedMs: vertex["end-time"] >= 0 ? vertex["end-time"] : undefined,
    rootCause: phase === "failed" ? rootCauseOf(vertex.name, facts.exceptions) : undefined,
    bottleneck,
  };
}

function bottleneckLabel({ hot }: Bottleneck): string {
  return hot === undefined ? "Bottleneck" : `Bottleneck, subtask ${String(hot.subtask)}`;
}

/** The measurements without the load that Flink reports too early for tasks that just started. */
function measuredOf(vertex: JobVertex, measures: VertexMeasures): VertexMeasures {
  return isLoadMeasured(vertex.duration, measures.busyShare)
    ? measures
    : { ...measures, busyShare: undefined, backpressuredShare: undefined };
}

/** Flink's name of the task: `ClickEvent Counter (1/2) - execution #0`. */
function rootCauseOf(name: string, exceptions: readonly ExceptionEntry[]): string | undefined {
  const own = exceptions
    .flatMap((entry) => [entry, ...entry.concurrentExceptions])
    .find((entry) => entry.taskName?.startsWith(`${name} (`));
  return own === undefined ? undefined : visibleText(shortExceptionName(own.exceptionName));
}

/** `java.lang.OutOfMemoryError` without its package. */
function shortExceptionName(name: string): string {
  return name.slice(Math.max(name.lastIndexOf("."), name.lastIndexOf("$")) + 1);
}

/**
 * Reads the shares of the busiest and the most backpressured subtask. The low watermark comes from
 * `watermarks`, which is empty for a source.
 */
export function vertexMeasures(load: VertexPressure | undefined, watermarks: Metrics | undefined, isSource: boolean): VertexMeasures {
  return {
    busyShare: load && highestBusy(load),
    backpressuredShare: load && highestBackpressured(load),
    lowWatermark: isSource ? "no input" : watermarks && lowWatermark(watermarks),
  };
}

const highestBusy = memoByObject(({ subtasks }: VertexPressure) => highest(subtasks.map(({ busy }) => busy)));
const highestBackpressured = memoByObject(({ subtasks }: VertexPressure) => highest(subtasks.map(({ backpressured }) => backpressured)));

/** Undefined if none is measured. */
function highest(shares: readonly (number | undefined)[]): number | undefined {
  const measured = shares.filter((share): share is number => share !== undefined && Number.isFinite(share));
  return measured.length === 0 ? undefined : measured.reduce((a, b) => Math.max(a, b));
}

const lowWatermark = memoByObject((watermarks: Metrics): LowWatermark => {
  const values = watermarks.map(({ value }) => Number(value ?? Number.NaN)).filter((value) => Number.isFinite(value));
  if (values.length === 0) return undefined;
  const lowest = values.reduce((a, b) => Math.min(a, b));
  if (lowest < NO_WATERMARK_BELOW) return undefined;
  return lowest > ENDED_ABOVE ? "ended" : { atMs: lowest };
});
