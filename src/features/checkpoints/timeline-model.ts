import { knownAmount } from "../../domain/task-manager.ts";
import type { Checkpoint, CheckpointSubtasks } from "../../rest/checkpoints.ts";

/** A phase of a subtask between the trigger and its acknowledgement, ms. */
export type TimelinePhase = { kind: "start delay" | "alignment" | "sync" | "async"; fromMs: number; toMs: number };

/** The bar of a subtask. Times in ms since the trigger; without phases it has not acknowledged. */
export type TimelineRow = {
  key: string;
  vertexName: string;
  subtask: number;
  phases: readonly TimelinePhase[];
  acknowledgedMs: number | undefined;
};

/** The bars of all subtasks and the end of the axis. */
export type Timeline = { rows: readonly TimelineRow[]; endMs: number };

/** Arranges the measured phases of each subtask one after the other, starting at the trigger. */
export function checkpointTimeline(
  checkpoint: Pick<Checkpoint, "trigger_timestamp">,
  parts: readonly { vertexName: string; subtasks: CheckpointSubtasks | undefined }[],
): Timeline {
  const rows = parts.flatMap(({ vertexName, subtasks }) =>
    (subtasks?.subtasks ?? []).map((subtask): TimelineRow => {
      const key = `${vertexName} ${subtask.index}`;
      if (subtask.className === "pending") return { key, vertexName, subtask: subtask.index, phases: [], acknowledgedMs: undefined };
      const spans = [
        ["start delay", subtask.start_delay],
        ["alignment", subtask.alignment.duration],
        ["sync", subtask.checkpoint.sync],
        ["async", subtask.checkpoint.async],
      ] as const;
      let at = 0;
      const phases = spans.map(([kind, ms]): TimelinePhase => {
        const fromMs = at;
        at += knownAmount(ms) ?? 0;
        return { kind, fromMs, toMs: at };
      });
      return {
        key,
        vertexName,
        subtask: subtask.index,
        phases: phases.filter(({ fromMs, toMs }) => toMs > fromMs),
        acknowledgedMs: Number.isNaN(subtask.ack_timestamp) ? undefined : Math.max(0, subtask.ack_timestamp - checkpoint.trigger_timestamp),
      };
    }),
  );
  // Not spread into Math.max, which would take each of 100,000 subtasks as an argument.
  const latestMs = rows.reduce((latest, row) => Math.max(latest, row.acknowledgedMs ?? 0, row.phases.at(-1)?.toMs ?? 0), 0);
  return { rows, endMs: niceEnd(latestMs) };
}

/**
 * All vertices in their order. Of too many, the vertices whose last acknowledgement took longest,
 * with unacknowledged ones first.
 */
export function slowestVertices<Vertex extends { readonly id: string }>(
  { tasks }: Pick<Checkpoint, "tasks">,
  vertices: readonly Vertex[],
  most: number,
): readonly Vertex[] {
  if (vertices.length <= most) return vertices;
  const tookMs = ({ id }: Vertex): number => {
    const task = tasks[id];
    if (task === undefined) return -1;
    return task.num_acknowledged_subtasks < task.num_subtasks ? Number.POSITIVE_INFINITY : task.end_to_end_duration;
  };
  const chosen = new Set(vertices.toSorted((a, b) => tookMs(b) - tookMs(a) || 0).slice(0, most));
  return vertices.filter((vertex) => chosen.has(vertex));
}

/** The next end of an axis that can be divided into four parts of whole ms. */
function niceEnd(ms: number): number {
  for (let power = 1; ; power *= 10) {
    for (const step of [4, 8, 12, 20, 40]) if (step * power >= ms) return step * power;
  }
}
