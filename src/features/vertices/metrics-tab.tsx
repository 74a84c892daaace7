import { clsx } from "clsx";
import { lazy, type ReactNode, Suspense, useEffect, useState } from "react";

import { visibleText } from "../../base/visible-text.ts";
import { useFact, useIsHistoryServer } from "../../client/use-client.tsx";
import { formatTaskMetric } from "../../domain/task-metric.ts";
import { DASH, formatCount } from "../../domain/units.ts";
import {
  type ChosenMetric,
  metricHistoryOptions,
  metricKey,
  type MetricReading,
  vertexMetricNamesOptions,
} from "../../observe/vertex-metrics.ts";
import type { JobVertex } from "../../rest/jobs.ts";
import { EmptyState } from "../../ui/empty-and-error-state.tsx";
import { CloseButton } from "../../ui/icon-button.tsx";
import { KeyValue, KeyValues } from "../../ui/key-values.tsx";
import { LinkButton } from "../../ui/link-button.tsx";
import { missingBecause, NotKnown, QueryRegion } from "../../ui/query-region.tsx";
import { SearchSelect } from "../../ui/search-select.tsx";
import { SelectField } from "../../ui/select-field.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { readNumber } from "./metric-series.ts";
import { TabTools } from "./tab-tools.tsx";
import { useChosenMetrics } from "./use-chosen-metrics.ts";

const MetricChart = lazy(async () => ({ default: (await import("./metric-chart.tsx")).MetricChart }));

/** More names would not fit into a URL, whose first line Flink limits to 4096 bytes (Netty). */
const MOST_CHOSEN = 30;
const ALL = "";

/** Any metrics of the vertex over time: of one subtask, or of all with their spread. */
export function MetricsTab({ jobId, vertex, isLive }: { jobId: string; vertex: JobVertex; isLive: boolean }): ReactNode {
  const isHistoryServer = useIsHistoryServer();
  const isMeasured = isLive && !isHistoryServer;
  const [subtask, setSubtask] = useState(ALL);
  const { chosen, add, remove } = useChosenMetrics(jobId, vertex.id);
  const names = useFact(vertexMetricNamesOptions, jobId, vertex.id, isMeasured);
  // Flink answers nothing at all if one of several aggregated metrics has no value.
  const known = new Set(names.data);
  const asked = isMeasured ? chosen.filter((one) => one.subtask !== undefined || known.has(one.metric)) : [];
  const history = useFact(metricHistoryOptions, jobId, vertex.id, asked);
  const askedKeys = asked.map(metricKey).join("\n");
  const { refetch } = history;
  useEffect(() => {
    // A metric that was just chosen is not in the reply that is shown.
    if (askedKeys !== "") void refetch();
  }, [askedKeys, refetch]);
  if (isHistoryServer) return <EmptyState>The History Server keeps no metrics. They are known only while a job runs.</EmptyState>;
  if (!isLive) return <EmptyState>The job has ended, so its tasks report no metrics.</EmptyState>;
  return (
    <QueryRegion query={names} loading={<Skeleton width={220} />}>
      {(known) => (
        <>
          <TabTools>
            <SelectField
              label="Subtask"
              isInline
              options={[
                { value: ALL, label: "All subtasks" },
                ...Array.from({ length: Math.max(0, vertex.parallelism) }, (_, index) => ({
                  value: String(index),
                  label: `Subtask ${String(index)}`,
                })),
              ]}
              value={subtask}
              onChange={setSubtask}
            />
            {chosen.length < MOST_CHOSEN ? (
              <SearchSelect
                label="Add metric"
                placeholder="Add a metric"
                options={known.map((name) => ({ value: name, label: name }))}
                onChoose={(metric) => add({ metric, subtask: subtask === ALL ? undefined : Number(subtask) })}
              />
            ) : (
              <span>At most {formatCount(MOST_CHOSEN)} metrics at once. Remove one to add another.</span>
            )}
            <span>{formatCount(known.length)} metrics</span>
          </TabTools>
          <NotKnown what="The values are unknown" error={missingBecause(history)} />
          {known.length === 0 && chosen.length === 0 ? (
            <EmptyState>No task of this vertex reports metrics yet.</EmptyState>
          ) : chosen.length === 0 ? (
            <EmptyState>Add a metric to see its values from now on. They are kept while this page is open.</EmptyState>
          ) : (
            <ul className="grid min-h-0 grid-cols-[repeat(auto-fill,minmax(min(280px,100%),1fr))] content-start gap-3 overflow-auto px-4 pb-4">
              {chosen.map((one) => (
                <MetricCard
                  key={metricKey(one)}
                  chosen={one}
                  readings={history.data?.[metricKey(one)] ?? NO_READINGS}
                  onRemove={() => remove(one)}
                />
              ))}
            </ul>
          )}
        </>
      )}
    </QueryRegion>
  );
}

const NO_READINGS: readonly MetricReading[] = [];
const CHART_PX = { small: 90, large: 220 } as const;

function MetricCard({
  chosen: { metric, subtask },
  readings,
  onRemove,
}: {
  chosen: ChosenMetric;
  readings: readonly MetricReading[];
  onRemove: () => void;
}): ReactNode {
  const [isLarge, setLarge] = useState(false);
  const [hasChart, setHasChart] = useState(true);
  const last = readings.at(-1);
  const name = visibleText(metric);
  return (
    <li
      className={clsx("min-w-0 rounded-2 border border-line p-2.5", isLarge && "col-span-full")}
      aria-label={`${name}, ${placeWords(subtask)}`}
    >
      <div className="flex items-start justify-between gap-2">
        <h3 className="min-w-0 font-mono text-label wrap-anywhere">{name}</h3>
        <CloseButton label={`Remove ${name}`} onPress={onRemove} />
      </div>
      <div className="mb-1 flex flex-wrap justify-between gap-x-3 text-label text-fg-3">
        {placeWords(subtask)}
        <span className="flex gap-2.5">
          <LinkButton onPress={() => setHasChart(!hasChart)}>{hasChart ? "Numbers only" : "Chart"}</LinkButton>
          <LinkButton onPress={() => setLarge(!isLarge)}>{isLarge ? "Smaller" : "Larger"}</LinkButton>
        </span>
      </div>
      {hasChart && (
        <Suspense fallback={null}>
          <MetricChart metric={metric} readings={readings} heightPx={CHART_PX[isLarge ? "large" : "small"]} />
        </Suspense>
      )}
      <Latest metric={metric} reading={last} />
    </li>
  );
}

function placeWords(subtask: number | undefined): string {
  return subtask === undefined ? "all subtasks" : `subtask ${String(subtask)}`;
}

/** The last values: of one subtask, or of all. */
function Latest({ metric, reading }: { metric: string; reading: MetricReading | undefined }): ReactNode {
  if (reading === undefined) return <p className="text-dense text-fg-3">no value yet</p>;
  const words = (value: number | undefined): string => (value === undefined ? DASH : formatTaskMetric(metric, value));
  const { text, aggregates } = reading;
  if (aggregates === undefined) {
    const value = readNumber(text);
    return (
      <p className="text-body font-strong" title={visibleText(text ?? "")}>
        {value === undefined ? visibleText(text ?? "") : words(value)}
      </p>
    );
  }
  return (
    <KeyValues className="leading-6">
      <KeyValue name="Average">{words(aggregates.avg)}</KeyValue>
      <KeyValue name="Min">{words(aggregates.min)}</KeyValue>
      <KeyValue name="Max">{words(aggregates.max)}</KeyValue>
      <KeyValue name="Sum">{words(aggregates.sum)}</KeyValue>
      <KeyValue name="Skew">{aggregates.skew === undefined ? DASH : `${formatCount(Math.round(aggregates.skew))} %`}</KeyValue>
    </KeyValues>
  );
}
