// Draws each chart with more data than a cluster gives it, and measures what an update takes.
import "../../src/app/styles.css";

import type { ReactNode } from "react";
import { flushSync } from "react-dom";
import { createRoot, type Root } from "react-dom/client";
import type { SeenCheckpoint } from "../../src/domain/seen-checkpoints.ts";
import { CheckpointChart } from "../../src/features/checkpoints/checkpoint-chart.tsx";
import { checkpointChart } from "../../src/features/checkpoints/chart-model.ts";
import { RescaleChart } from "../../src/features/rescales/rescale-chart.tsx";
import { rescalePoints } from "../../src/features/rescales/rescale-chart-model.ts";
import { chartPoints } from "../../src/features/vertices/chart-model.ts";
import { RecordsChart } from "../../src/features/vertices/records-chart.tsx";
import type { Rescale } from "../../src/rest/rescales.ts";

/** Makes the data of a reply, and returns what draws it. */
type Prepare = (points: number, step: number) => () => ReactNode;

declare global {
  interface Window {
    benchCharts: {
      /** Puts an empty chart in the page. */
      open(chart: string, points: number, widthPx: number): void;
      /** Draws it with the data of a further step, and returns the ms with the layout after it. */
      update(step: number): number;
    };
  }
}

const NOW_MS = Date.UTC(2026, 10, 30, 12);

/** The same in each run, and up and down enough that no pixel column is flat. */
function wave(index: number, most: number): number {
  return Math.round((most / 2) * (1 + Math.sin(index * 12.9898) * Math.cos(index * 0.07)));
}

const CHARTS: Readonly<Record<string, Prepare>> = {
  checkpoints: (points, step) => {
    const seen = Array.from({ length: points }, (_, index) => checkpointOf(index + step));
    const restored = { id: step + 5, restore_timestamp: NOW_MS, is_savepoint: false };
    return () => {
      const model = checkpointChart(seen, restored, 1000);
      return model && <CheckpointChart seen={seen} model={model} selectedId={step + 10} onSelect={() => undefined} />;
    };
  },
  records: (points, step) => {
    const series = Array.from({ length: points }, (_, index) => ({
      atMs: NOW_MS - 120_000 + (index * 120_000) / points,
      rates: index % 1000 === 0 ? undefined : { recordsInPerSecond: wave(index + step, 50_000), recordsOutPerSecond: 0 },
    }));
    return () => <RecordsChart points={chartPoints(series, NOW_MS)} failures={[-30]} />;
  },
  rescales: (points, step) => {
    const history = Array.from({ length: points }, (_, index) => rescaleOf(points - index + step));
    const details = Object.fromEntries(history.map((rescale) => [rescale.rescaleUuid, rescale]));
    return () => <RescaleChart points={rescalePoints(history, details, NOW_MS)} selectedId={undefined} onSelect={() => undefined} />;
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
    type: undefined,
    triggeredMs,
    acknowledgedMs: triggeredMs + 20,
    durationMs: isFailed ? undefined : wave(id, 900),
    checkpointedBytes: isFailed ? undefined : 1_000_000 + wave(id, 500_000),
    stateBytes: isFailed ? undefined : 1_000_000 + wave(id, 500_000),
    processedBytes: 0,
    persistedBytes: 0,
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

let prepare: Prepare | undefined;
let pointCount = 0;
let root: Root | undefined;

window.benchCharts = {
  open(chart, points, widthPx) {
    root?.unmount();
    const place = document.createElement("div");
    place.style.width = `${String(widthPx)}px`;
    document.body.replaceChildren(place);
    root = createRoot(place);
    prepare = CHARTS[chart];
    pointCount = points;
  },
  update(step) {
    const draw = prepare?.(pointCount, step);
    const beforeMs = performance.now();
    flushSync(() => root?.render(draw?.()));
    document.body.getBoundingClientRect();
    return performance.now() - beforeMs;
  },
};
