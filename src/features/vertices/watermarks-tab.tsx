import { type ReactNode, useMemo, useState } from "react";

import { visibleText } from "../../base/visible-text.ts";
import { readSetting, writeSetting } from "../../client/settings.ts";
import { useConfig, useFact, useIsHistoryServer } from "../../client/use-client.tsx";
import { readWatermark, type Watermark } from "../../domain/watermark.ts";
import { watermarksOptions } from "../../observe/vertices.ts";
import type { Metrics } from "../../rest/metrics.ts";
import { type Column, DataTable } from "../../ui/data-table.tsx";
import { EmptyState } from "../../ui/empty-and-error-state.tsx";
import { QueryRegion } from "../../ui/query-region.tsx";
import { SearchSelect } from "../../ui/search-select.tsx";
import { TabTools } from "./tab-tools.tsx";
import { browserZone, timeZones, zoneFormat } from "./time-zone.ts";

/** The browser's setting for the time zone of watermarks. */
const KEY = "drey.watermark-zone";

type WatermarkRow = { index: number; text: string; watermark: Watermark };

/** The input watermark of each subtask, as a number and as a time in a chosen zone. */
export function WatermarksTab({
  jobId,
  vertexId,
  isSource,
  isLive,
}: {
  jobId: string;
  vertexId: string;
  /** A vertex without inputs has no watermarks. */
  isSource: boolean;
  isLive: boolean;
}): ReactNode {
  const isHistoryServer = useIsHistoryServer();
  const isEnabled = isLive && !isSource && !isHistoryServer;
  const query = useFact(watermarksOptions, jobId, vertexId, { isEnabled, count: 1 });
  const config = useConfig();
  const zones = useMemo(() => timeZones(config), [config]);
  const [chosen, setChosen] = useState(() => readSetting(KEY) ?? browserZone());
  const zone = zones.find(({ id }) => id === chosen) ?? zones[0];
  const columns = useMemo(() => (zone === undefined ? [] : columnsIn(zoneFormat(zone))), [zone]);
  if (isHistoryServer) return <EmptyState>The History Server keeps no watermarks. They are known only while a job runs.</EmptyState>;
  if (isSource) return <EmptyState>This vertex has no input, so it has no input watermarks.</EmptyState>;
  if (!isLive) return <EmptyState>The job has ended, and its watermarks with it.</EmptyState>;
  const table = (rows: readonly WatermarkRow[] | undefined): ReactNode => (
    <DataTable
      label="Watermarks"
      columns={columns}
      rows={rows}
      rowKey={({ index }) => String(index)}
      density="scan"
      minWidth={520}
      isPinned
    />
  );
  return (
    <>
      <TabTools>
        Time zone
        <SearchSelect
          label="Time zone"
          placeholder={zone?.label ?? ""}
          options={zones.map(({ id, label }) => ({ value: id, label }))}
          onChoose={(id) => {
            writeSetting(KEY, id);
            setChosen(id);
          }}
        />
      </TabTools>
      <QueryRegion query={query} loading={table(undefined)}>
        {(metrics) =>
          metrics.length === 0 ? <EmptyState>No subtask has reported a watermark yet.</EmptyState> : table(watermarkRows(metrics))
        }
      </QueryRegion>
    </>
  );
}

/** The number before the metric's name is that of the subtask. */
function watermarkRows(metrics: Metrics): readonly WatermarkRow[] {
  return metrics
    .map(({ id, value }) => ({ index: Number.parseInt(id, 10), text: value ?? "", watermark: readWatermark(value) }))
    .toSorted((a, b) => a.index - b.index);
}

function sortTime({ watermark }: WatermarkRow): number | undefined {
  if (watermark === undefined) return undefined;
  if (typeof watermark === "object") return watermark.atMs;
  return watermark === "none" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

function columnsIn(format: (atMs: number) => string): readonly Column<WatermarkRow>[] {
  return [
    { id: "index", header: "Subtask", width: 96, sortBy: ({ index }) => index, cell: ({ index }) => index },
    {
      id: "watermark",
      header: "Watermark",
      hint: { title: "Watermark", text: "Event time up to which no more records are expected, in ms since 1970." },
      width: 180,
      isNumeric: true,
      sortBy: sortTime,
      cell: ({ watermark, text }) =>
        typeof watermark === "object" ? visibleText(text) : <span className="text-fg-3">{WORDS[watermark ?? "unknown"]}</span>,
    },
    {
      id: "time",
      header: "Time",
      sortBy: sortTime,
      cell: ({ watermark }) => (typeof watermark === "object" ? format(watermark.atMs) : <span className="text-fg-3">–</span>),
    },
  ];
}

const WORDS = { none: "No watermark yet", ended: "Ended: all input is read", unknown: "not known" } as const;
