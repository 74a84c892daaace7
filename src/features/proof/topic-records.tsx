import { type ReactNode, useState } from "react";

import { dateOf } from "../../base/date-of.ts";
import { useBackend, useFact } from "../../client/use-client.tsx";
import { DASH, formatAge, formatClockTenths, formatCount } from "../../domain/units.ts";
import type { TopicTail } from "../../observe/topic-tail.ts";
import { topicTailOptions } from "../../observe/topics.ts";
import { inputValueSchema, type TopicRecord } from "../../rest/playground.ts";
import { StaleMark } from "../../ui/age.tsx";
import { Button } from "../../ui/button.tsx";
import { type Column, DataTable } from "../../ui/data-table.tsx";
import { EmptyState } from "../../ui/empty-and-error-state.tsx";
import { QueryRegion, staleSince } from "../../ui/query-region.tsx";
import { parseJson, parseResult } from "./output-record.ts";

const TOPICS = ["output", "input"] as const;
type TopicName = (typeof TOPICS)[number];

/**
 * The records of a topic as they arrive, newest first, like Kafka's console consumer in the
 * Operations Playground.
 */
export function TopicRecords(): ReactNode {
  const { hasPlayground } = useBackend();
  const [topic, setTopic] = useState<TopicName>("output");
  const [isPaused, setIsPaused] = useState(false);
  const tail = useFact(topicTailOptions, topic, isPaused);
  const staleSinceMs = staleSince(tail);
  if (!hasPlayground) return <EmptyState>This cluster has no playground API, so Drey cannot read its topics.</EmptyState>;
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex flex-none items-center gap-3 px-4 py-1.5 text-dense leading-5 text-fg-3">
        <span role="radiogroup" aria-label="Topic" className="flex gap-4">
          {TOPICS.map((name) => (
            <label key={name} className="inline-flex items-center gap-1.5">
              <input type="radio" name="topic" checked={topic === name} onChange={() => setTopic(name)} />{" "}
              <span className="mono">{name}</span>
            </label>
          ))}
        </span>
        {tail.data?.hasTopic === true && <span>{summaryWords(tail.data)}</span>}
        {staleSinceMs !== undefined && <StaleMark sinceMs={staleSinceMs} error={tail.error} format={formatAge} />}
        <span className="ml-auto flex gap-2">
          <Button small onPress={() => setIsPaused(!isPaused)}>
            {isPaused ? "Resume" : "Pause"}
          </Button>
        </span>
      </div>
      <div className="min-h-0 flex-1 overflow-auto" tabIndex={0} role="region" aria-label={`Records of topic ${topic}`}>
        <QueryRegion query={tail} loading={<RecordsTable topic={topic} rows={undefined} />}>
          {(data) => <Records topic={topic} tail={data} />}
        </QueryRegion>
      </div>
    </div>
  );
}

function summaryWords({ total, skipped, records }: TopicTail): string {
  const shown = `${formatCount(total)} in the topic, newest ${formatCount(records.length)} shown`;
  return skipped === 0 ? shown : `${shown}, ${formatCount(skipped)} skipped because they arrive faster than they can be shown`;
}

function Records({ topic, tail }: { topic: TopicName; tail: TopicTail }): ReactNode {
  if (!tail.hasTopic) return <EmptyState>This cluster has no topic {topic}.</EmptyState>;
  if (tail.records.length === 0) {
    return (
      <EmptyState>
        {topic === "output"
          ? "No results yet. The first appear when the first 15 s window ends."
          : "No clicks yet. A paused generator writes none."}
      </EmptyState>
    );
  }
  return <RecordsTable topic={topic} rows={tail.records} />;
}

function RecordsTable({ topic, rows }: { topic: TopicName; rows: readonly TopicRecord[] | undefined }): ReactNode {
  return (
    <DataTable
      label={`Records of topic ${topic}`}
      columns={topic === "output" ? OUTPUT_COLUMNS : INPUT_COLUMNS}
      rows={rows}
      rowKey={({ partition, offset }) => `${partition}/${offset}`}
      density="scan"
      minWidth={860}
    />
  );
}

const COMMON_COLUMNS: readonly Column<TopicRecord>[] = [
  { id: "partition", header: "Partition", width: 88, isNumeric: true, cell: ({ partition }) => partition },
  { id: "offset", header: "Offset", width: 110, isNumeric: true, cell: ({ offset }) => formatCount(offset) },
  {
    id: "timestamp",
    header: "Timestamp",
    width: 130,
    hint: {
      title: "Timestamp",
      text: "Set by the producer: the time of a click, or for a count the end of its window minus 1 ms.",
    },
    isNumeric: true,
    cell: ({ timestamp }) => clockMs(timestamp),
  },
];

const VALUE_COLUMN: Column<TopicRecord> = {
  id: "value",
  header: "Value",
  hint: { title: "Value", text: "The record as JSON text, as the playground's console consumer prints it. Dates in UTC." },
  cell: ({ value }) => (
    <span className="mono" title={value}>
      {value}
    </span>
  ),
};

const OUTPUT_COLUMNS: readonly Column<TopicRecord>[] = [
  ...COMMON_COLUMNS,
  { id: "window", header: "Window", width: 180, isNumeric: true, cell: (record) => windowWords(record) },
  { id: "page", header: "Page", width: 120, cell: (record) => <span className="mono">{parseResult(record)?.page ?? DASH}</span> },
  { id: "count", header: "Count", width: 80, isNumeric: true, cell: (record) => formatCount(parseResult(record)?.count) },
  VALUE_COLUMN,
];

const INPUT_COLUMNS: readonly Column<TopicRecord>[] = [
  ...COMMON_COLUMNS,
  { id: "page", header: "Page", width: 120, cell: (record) => <span className="mono">{pageOfClick(record) ?? DASH}</span> },
  VALUE_COLUMN,
];

function windowWords(record: TopicRecord): string {
  const result = parseResult(record);
  return result === undefined ? DASH : `${clockMs(result.windowStartMs).slice(0, 8)} to ${clockMs(result.windowEndMs).slice(0, 8)}`;
}

function pageOfClick({ value }: TopicRecord): string | undefined {
  const click = inputValueSchema.safeParse(parseJson(value));
  return click.success ? click.data.page : undefined;
}

/** Local time with milliseconds, because the last one of a window matters: `11:54:44.999`. */
function clockMs(atMs: number): string {
  const at = dateOf(atMs);
  if (at === undefined) return String(atMs);
  const ms = String(at.getMilliseconds()).padStart(3, "0");
  return `${formatClockTenths(atMs).slice(0, 8)}.${ms}`;
}
