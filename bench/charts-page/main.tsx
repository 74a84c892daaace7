// Draws each chart with more data than a cluster gives it, and measures what an update takes.
import "../../src/app/styles.css";

import type { ReactNode } from "react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import type { SeenCheckpoint } from "../../src/domain/seen-checkpoints.ts";
import { CheckpointChart } from "../../src/features/checkpoints/checkpoint-chart.tsx";
import { checkpointChart } from "../../src/features/checkpoints/chart-model.ts";
import { RescaleChart } from "../../src/features/rescales/rescale-chart.tsx";
import { rescalePoints } from "../../src/features/rescales/rescale-chart-model.ts";
import { chartPoints } from "../../src/features/vertices/chart-model.ts";
import { RecordsChart } from "../../src/features/vertices/records-chart.tsx";
import type { Rescale } from "../../src/rest/rescales.ts";

/**
 * A chart after `step` updates. Everything from the data that a reply has to the elements is made
 * in it.
 */
type Draw = (points: number, step: number) => ReactNode;

declare global {
  interface Window {
    /** How long the first drawing and each update took, with the layout after it, ms. */
    measureChart(
      chart: string,
      points: number,
      updates: number,
    ): Promise<{ readonly firstMs: number; readonly updatesMs: readonly number[] }>;
  }
}

const NOW_MS = Date.UTC(2026, 10, 30, 12);

/** The same in each run, and up and down enough that no pixel column is flat. */
function wave(index: number, most: number): number {
  return Math.round((most / 2) * (1 + Math.sin(index * 12.9898) * Math.cos(index * 0.07)));
}

const DRAWINGS: Readonly<Record<string, Draw>> = {
  checkpoints: (points, step) => {
    const seen = Array.from({ length: points }, (_, index) => checkpointOf(index + step));
    const model = checkpointChart(seen, { id: step + 5, restore_timestamp: NOW_MS, is_savepoint: false }, 1000);
    return model === undefined ? null : <CheckpointChart seen={seen} model={model} selectedId={step + 10} onSelect={() => undefined} />;
  },
  records: (points, step) => {
    const series = Array.from({ length: points }, (_, index) => ({
      atMs: NOW_MS - 120_000 + (index * 120_000) / points,
      rates: index % 1000 === 0 ? undefined : { recordsInPerSecond: wave(index + step, 50_000), recordsOutPerSecond: 0 },
    }));
    return <RecordsChart points={chartPoints(series, NOW_MS)} failures={[-30]} />;
  },
  rescales: (points, step) => {
    const history = Array.from({ length: points }, (_, index) => rescaleOf(points - index + step));
    const details = Object.fromEntries(history.map((rescale) => [rescale.rescaleUuid, rescale]));
    return <RescaleChart points={rescalePoints(history, details, NOW_MS)} selectedId={undefined} onSelect={() => undefined} />;
  },
};

function checkpointOf(id: number): SeenCheckpoint {
  const isFailed = id % 17 === 0;
  const triggeredMs = NOW_MS + id * 1000 + Math.floor(id / 50) * 40_000;
  return {
    id,
    status: isFailed ? "FAILED" : "COMPLETED",
    isSavepoint: id % 29 === 0,
    isUnaligned: false,
    triggeredMs,
    acknowledgedMs: triggeredMs + 20,
    durationMs: isFailed ? undefined : wave(id, 900),
    stateBytes: isFailed ? undefined : 1_000_000 + wave(id, 500_000),
    processedBytes: 0,
    acknowledgedSubtasks: 8,
    subtasks: 8,
    failure: isFailed ? "Checkpoint expired before completing." : undefined,
    path: undefined,
  };
}

function rescaleOf(number: number): Rescale {
  const startTimestampInMillis = NOW_MS + number * 60_000;
  const [before, after] = [1 + (number % 7), 1 + ((number + 1) % 7)];
  return {
    rescaleUuid: String(number),
    resourceRequirementsUuid: String(number),
    rescaleAttemptId: 1,
    vertices: Object.fromEntries(
      Array.from({ length: 100 }, (_, index) => [
        String(index),
        {
          jobVertexId: String(index),
          jobVertexName: `Vertex ${String(index)}`,
          preRescaleParallelism: before,
          postRescaleParallelism: after,
        },
      ]),
    ),
    slots: { group: { slotSharingGroupId: "group", preRescaleSlots: before, postRescaleSlots: after } },
    schedulerStates: [],
    startTimestampInMillis,
    endTimestampInMillis: startTimestampInMillis + wave(number, 20_000),
    terminalState: "COMPLETED",
    triggerCause: "UPDATE_REQUIREMENT",
    terminatedReason: "SUCCEEDED",
  };
}

window.measureChart = async (chart, points, updates) => {
  const place = document.createElement("div");
  document.body.replaceChildren(place);
  const root = createRoot(place);
  const draw = (step: number): number => {
    const beforeMs = performance.now();
    flushSync(() => root.render(DRAWINGS[chart]?.(points, step)));
    document.body.getBoundingClientRect();
    return performance.now() - beforeMs;
  };
  const firstMs = draw(0);
  const updatesMs: number[] = [];
  for (let step = 1; step <= updates; step++) {
    // A task of its own for each.
    await new Promise((resolve) => setTimeout(resolve, 50));
    updatesMs.push(draw(step));
  }
  const isDrawn = place.querySelectorAll("svg path").length > 0;
  root.unmount();
  if (!isDrawn) throw new Error(`${chart} drew nothing`);
  return { firstMs, updatesMs };
};
