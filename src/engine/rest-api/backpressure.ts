// Backpressure of a vertex, from the metrics of its subtasks. Flink: JobVertexBackPressureHandler.

import { type FlinkDouble, writeDouble } from "../../rest/doubles.ts";
import type { BackpressureLevel, SubtaskBackpressure, VertexBackpressure } from "../../rest/vertices.ts";
import type { ExecutionJobVertexView, JobManagerView, MetricValues } from "../jobmanager/jobmanager-view.ts";
import { attemptMetrics } from "./metrics.ts";

const LOW_ABOVE = 0.1;
const HIGH_ABOVE = 0.5;

/** `GET …/backpressure`; "deprecated" is Flink's word for: nothing was measured yet. */
export function vertexBackpressure(view: JobManagerView, vertex: ExecutionJobVertexView): VertexBackpressure {
  view.metrics.update();
  const measured = vertex.subtasks.flatMap(({ subtaskIndex, current }) => {
    const values = attemptMetrics(view, current);
    return values === undefined ? [] : [{ subtaskIndex, values }];
  });
  if (measured.length === 0 || view.metrics.lastUpdate === undefined) return { status: "deprecated" };
  const highest = Math.max(...measured.map(({ values }) => numericRatio(values, "backPressuredTimeMsPerSecond")));
  const level = levelOf(highest);
  return {
    status: "ok",
    "backpressure-level": level,
    backpressureLevel: level,
    "end-timestamp": view.metrics.lastUpdate,
    subtasks: measured.map(({ subtaskIndex, values }) => subtaskBackpressure(subtaskIndex, values)),
  };
}

function subtaskBackpressure(subtask: number, values: MetricValues): SubtaskBackpressure {
  const backPressured = numericRatio(values, "backPressuredTimeMsPerSecond");
  const level = levelOf(backPressured);
  return {
    subtask,
    "backpressure-level": level,
    backpressureLevel: level,
    ratio: backPressured,
    idleRatio: ratio(values, "idleTimeMsPerSecond"),
    busyRatio: ratio(values, "busyTimeMsPerSecond"),
  };
}

/** Share of the time, 0…1, an average over the last minute; 0 for a metric that is not there, as Flink answers. */
function ratio(values: MetricValues, metric: string): FlinkDouble {
  return writeDouble(numericRatio(values, metric));
}

function numericRatio(values: MetricValues, metric: string): number {
  return Number(values[metric] ?? 0) / 1000;
}

function levelOf(backPressuredRatio: number): BackpressureLevel {
  if (backPressuredRatio <= LOW_ABOVE) return "ok";
  return backPressuredRatio <= HIGH_ABOVE ? "low" : "high";
}
