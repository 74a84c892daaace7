import { executionStateFacts } from "../../domain/execution-state.ts";
import { vertexTitle } from "../../domain/vertex-name.ts";
import { visibleText } from "../../base/visible-text.ts";
import type { StateTone } from "../../base/state-tone.ts";
import type { Job } from "../../rest/jobs.ts";
import type { VertexSubtaskTimes } from "../../rest/vertices.ts";

/** A stretch of a row in one state. Times in epoch ms. */
export type TimelineSegment = { readonly state: string; readonly tone: StateTone; readonly fromMs: number; readonly toMs: number };

/** A vertex or a subtask. Times in epoch ms, undefined where it has not begun or ended. */
export type TimelineRow = {
  readonly key: string;
  readonly label: string;
  readonly state: string;
  readonly segments: readonly TimelineSegment[];
  readonly startMs: number | undefined;
  readonly endMs: number | undefined;
  readonly durationMs: number | undefined;
};

/** Rows over one axis, from `fromMs` to `toMs`. */
export type Timeline = { readonly rows: readonly TimelineRow[]; readonly fromMs: number; readonly toMs: number };

/** Each vertex from its start to its end, or to the time of the reply, in its present state. */
export function vertexTimeline(job: Job): Timeline {
  const rows = job.vertices.map((vertex): TimelineRow => {
    const startMs = timeOf(vertex["start-time"]);
    const endMs = timeOf(vertex["end-time"]);
    const state = visibleText(vertex.status);
    return {
      key: vertex.id,
      label: vertexTitle(vertex.name),
      state,
      segments: startMs === undefined ? [] : [segment(vertex.status, startMs, Math.max(startMs, endMs ?? job.now))],
      startMs,
      endMs,
      durationMs: startMs === undefined ? undefined : (endMs ?? job.now) - startMs,
    };
  });
  return onAxis(rows);
}

/** Each subtask of a vertex through its states, by the times at which it entered them. */
export function subtaskTimeline(times: VertexSubtaskTimes): Timeline {
  const rows = times.subtasks.map((subtask): TimelineRow => {
    const entered = Object.entries(subtask.timestamps)
      .filter(([, ms]) => timeOf(ms) !== undefined)
      // States that were entered in the same ms, in the order of a task's life.
      .toSorted(([a, aMs], [b, bMs]) => aMs - bMs || lifeOrder(a) - lifeOrder(b));
    const [last, lastMs] = entered.at(-1) ?? [undefined, undefined];
    const isOver = last !== undefined && executionStateFacts(last).isTerminal;
    const untilMs = isOver ? lastMs : Math.max(times.now, lastMs ?? times.now);
    const startMs = entered[0]?.[1];
    return {
      key: String(subtask.subtask),
      label: `${String(subtask.subtask)} - ${visibleText(hostOf(subtask))}`,
      state: last === undefined ? "" : visibleText(last),
      segments: entered.map(([state, ms], index) => segment(state, ms, entered[index + 1]?.[1] ?? untilMs ?? ms)),
      startMs,
      endMs: isOver ? lastMs : undefined,
      durationMs: startMs === undefined || untilMs === undefined ? undefined : untilMs - startMs,
    };
  });
  return onAxis(rows);
}

/** Flink writes 0 or -1 for never. */
function timeOf(ms: number): number | undefined {
  return ms > 0 ? ms : undefined;
}

function segment(state: string, fromMs: number, toMs: number): TimelineSegment {
  return { state: visibleText(state), tone: executionStateFacts(state).tone, fromMs, toMs };
}

const LIFE = ["CREATED", "SCHEDULED", "DEPLOYING", "INITIALIZING", "RUNNING", "CANCELING", "FINISHED", "CANCELED", "FAILED"];

function lifeOrder(state: string): number {
  return LIFE.indexOf(state);
}

/** 1.20 says the host, 2.x only the endpoint with the port. */
function hostOf({ host, endpoint }: { host?: string | undefined; endpoint: string }): string {
  return host ?? endpoint;
}

/** The axis has all segments. From the start of a job that was restarted much later, they would be too small to see. */
function onAxis(rows: readonly TimelineRow[]): Timeline {
  let fromMs = Number.POSITIVE_INFINITY;
  let toMs = Number.NEGATIVE_INFINITY;
  for (const { segments } of rows) {
    fromMs = Math.min(fromMs, segments[0]?.fromMs ?? fromMs);
    toMs = Math.max(toMs, segments.at(-1)?.toMs ?? toMs);
  }
  return Number.isFinite(fromMs) && Number.isFinite(toMs)
    ? { rows, fromMs, toMs: Math.max(toMs, fromMs + 1) }
    : { rows, fromMs: 0, toMs: 1 };
}
