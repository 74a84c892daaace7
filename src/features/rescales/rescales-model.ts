// Rescales as the page shows them.
import { visibleText } from "../../base/visible-text.ts";
import {
  causeInWords,
  downtimeMs,
  isExecuting,
  parallelismChange,
  type ParallelismChange,
  reasonInWords,
  rescaleLook,
} from "../../domain/rescale.ts";
import type { StateBadgeLook } from "../../domain/state-badge-look.ts";
import type { JobVertex } from "../../rest/jobs.ts";
import { formatCount } from "../../domain/units.ts";
import type { Rescale, RescaleHistory, RescaleOverview, RescalesCounts, SlotSharingGroupRescale } from "../../rest/rescales.ts";
import type { ResourceRequirements } from "../../rest/resource-requirements.ts";

/**
 * A rescale as a row. Times in epoch ms, durations in ms; undefined if the cluster does not report
 * them.
 */
export type RescaleRow = {
  readonly id: string;
  readonly startMs: number | undefined;
  readonly endMs: number | undefined;
  readonly cause: string;
  readonly causeWord: string;
  readonly look: StateBadgeLook;
  readonly change: ParallelismChange;
  readonly tookMs: number | undefined;
  readonly downtimeMs: number | undefined;
  /** The number of the attempt to meet the same requirements, from 1. */
  readonly attempt: number;
  /** The id of those requirements. */
  readonly requirementsId: string;
  readonly reason: string;
};

/** The history as rows, newest first, with the details. A rescale in progress lasts until now. */
export function rescaleRows(
  history: RescaleHistory,
  details: Readonly<Record<string, Rescale | undefined>>,
  nowMs: number,
): readonly RescaleRow[] {
  return history.map((rescale) => rescaleRow(rescale, details[rescale.rescaleUuid], nowMs));
}

/** One rescale as a row. */
export function rescaleRow(rescale: Rescale, details: Rescale | undefined, nowMs: number): RescaleRow {
  const startMs = rescale.startTimestampInMillis ?? undefined;
  return {
    id: rescale.rescaleUuid,
    startMs,
    endMs: rescale.endTimestampInMillis ?? undefined,
    cause: causeInWords(rescale.triggerCause),
    causeWord: rescale.triggerCause ?? "",
    look: rescaleLook(rescale.terminalState),
    change: parallelismChange(details ?? rescale),
    tookMs: startMs === undefined ? undefined : Math.max(0, (rescale.endTimestampInMillis ?? nowMs) - startMs),
    downtimeMs: downtimeMs((details ?? rescale).schedulerStates),
    attempt: rescale.rescaleAttemptId,
    requirementsId: rescale.resourceRequirementsUuid,
    reason: reasonInWords(rescale.terminatedReason),
  };
}

/** `2 → 3`, or `2 → ?` while unknown. The requested parallelism is added if the job got less. */
export function changeInWords({ before, after, desired }: ParallelismChange): string | undefined {
  if (before === undefined && after === undefined && desired === undefined) return undefined;
  const to = after ?? "?";
  const way = before === undefined ? to : `${before} → ${to}`;
  return desired === undefined || desired === after ? way : `${way} of ${desired}`;
}

/**
 * A scheduler state on the bar of a rescale: its place in shares of the whole, and its duration.
 */
export type StateSpan = {
  readonly key: string;
  readonly state: string;
  readonly isExecuting: boolean;
  readonly enterMs: number | undefined;
  readonly leaveMs: number | undefined;
  readonly durationMs: number | undefined;
  readonly left: number;
  readonly width: number;
  /** The exception thrown in it; text. */
  readonly exception: string | undefined;
};

/**
 * The scheduler's states during a rescale. The first one started before the rescale, because the
 * scheduler counts from entering the state. The bar cuts it at the start of the rescale.
 */
export function stateSpans({ schedulerStates, startTimestampInMillis: start, endTimestampInMillis: end }: Rescale): readonly StateSpan[] {
  const spans = schedulerStates ?? [];
  const lastMs = spans.reduce((last, { leaveTimestampInMillis }) => Math.max(last, leaveTimestampInMillis ?? 0), end ?? 0);
  const fromMs = start ?? spans[0]?.enterTimestampInMillis ?? 0;
  const wholeMs = Math.max(1, lastMs - fromMs);
  return spans.map((span, index) => {
    const enterMs = Math.max(fromMs, span.enterTimestampInMillis ?? fromMs);
    const leaveMs = Math.max(enterMs, span.leaveTimestampInMillis ?? lastMs);
    return {
      key: `${String(index)} ${span.state}`,
      state: visibleText(span.state),
      isExecuting: isExecuting(span),
      enterMs: span.enterTimestampInMillis ?? undefined,
      leaveMs: span.leaveTimestampInMillis ?? undefined,
      durationMs: span.durationInMillis ?? undefined,
      left: (enterMs - fromMs) / wholeMs,
      width: (leaveMs - enterMs) / wholeMs,
      exception: span.stringifiedException ?? undefined,
    };
  });
}

/** The latest rescale of each outcome. Null if there was none. */
export type LatestRescales = RescaleOverview["latest"];

/** Reads them from the history, for a cluster without an overview. The history is newest first. */
export function latestOf(history: RescaleHistory): LatestRescales {
  const latest = (outcome: string): Rescale | null => history.find(({ terminalState }) => terminalState === outcome) ?? null;
  return { completed: latest("COMPLETED"), failed: latest("FAILED"), ignored: latest("IGNORED") };
}

/** How many rescales there were in all. */
export function totalOf({ completed, failed, ignored, inProgress }: RescalesCounts): number {
  return completed + failed + ignored + inProgress;
}

/**
 * The resources of a slot: `0.5 cores, task heap 48 MiB, …`. Undefined without any: Flink writes -1
 * for each resource of an unknown profile. Memory is in MiB (ResourceProfileInfo).
 */
export function profileInWords(profile: SlotSharingGroupRescale["requestResourceProfile"]): string | undefined {
  if (profile === null || profile === undefined) return undefined;
  const { cpuCores, taskHeapMemory, taskOffHeapMemory, managedMemory, networkMemory, extendedResources } = profile;
  const memories = [
    ["task heap", taskHeapMemory],
    ["task off-heap", taskOffHeapMemory],
    ["managed", managedMemory],
    ["network", networkMemory],
  ] as const;
  const parts = [
    ...(cpuCores >= 0 ? [`${String(cpuCores)} ${cpuCores === 1 ? "core" : "cores"}`] : []),
    ...memories.filter(([, mebibytes]) => mebibytes >= 0).map(([name, mebibytes]) => `${name} ${formatCount(mebibytes)} MiB`),
    ...Object.entries(extendedResources ?? {}).map(([name, amount]) => `${visibleText(name)} ${String(amount)}`),
  ];
  return parts.length === 0 ? undefined : parts.join(", ");
}

/** The bounds and the parallelism of a vertex. */
export type RequirementRow = {
  readonly id: string;
  readonly name: string;
  readonly parallelism: number;
  readonly lower: number | undefined;
  readonly upper: number | undefined;
  readonly most: number;
};

/** The declared bounds and the current parallelism, in the job's order. */
export function requirementRows(vertices: readonly JobVertex[], requirements: ResourceRequirements | undefined): readonly RequirementRow[] {
  return vertices.map(({ id, name, parallelism, maxParallelism }) => ({
    id,
    name,
    parallelism,
    lower: requirements?.[id]?.parallelism.lowerBound,
    upper: requirements?.[id]?.parallelism.upperBound,
    most: maxParallelism,
  }));
}
