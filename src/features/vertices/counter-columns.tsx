import { JOB_GLOSSARY } from "../../domain/job-glossary.ts";
import { formatBytes, formatCount, formatDuration, formatSpan } from "../../domain/units.ts";
import type { Column } from "../../ui/data-table.tsx";
import type { Totals } from "./attempts-model.ts";
import { Amount, ClockTime, CounterText, Duration } from "./counter-text.tsx";

const BUSY_TIME = { title: "Busy time", text: "Time in which the task processed records since its attempt started." };
const BACKPRESSURED_TIME = {
  title: "Backpressured time",
  text: "Time in which the task could not send results since its attempt started, because it waited for buffers.",
};
const IDLE_TIME = { title: "Idle time", text: "Time in which the task had no records to process since its attempt started." };

/** The columns of the counters of a row, all sortable. */
export const COUNTER_COLUMNS = [
  {
    id: "bytes-received",
    header: "Bytes received",
    hint: JOB_GLOSSARY.bytesReceived,
    width: 98,
    isNumeric: true,
    sortBy: (row) => row.bytesReceived?.value,
    cell: (row) => <CounterText counter={row.bytesReceived} format={formatBytes} />,
  },
  {
    id: "records-received",
    header: "Records received",
    hint: JOB_GLOSSARY.recordsReceived,
    width: 112,
    isNumeric: true,
    sortBy: (row) => row.recordsReceived?.value,
    cell: (row) => <CounterText counter={row.recordsReceived} format={formatCount} />,
  },
  {
    id: "bytes-sent",
    header: "Bytes sent",
    hint: JOB_GLOSSARY.bytesSent,
    width: 88,
    isNumeric: true,
    sortBy: (row) => row.bytesSent?.value,
    cell: (row) => <CounterText counter={row.bytesSent} format={formatBytes} />,
  },
  {
    id: "records-sent",
    header: "Records sent",
    hint: JOB_GLOSSARY.recordsSent,
    width: 98,
    isNumeric: true,
    sortBy: (row) => row.recordsSent?.value,
    cell: (row) => <CounterText counter={row.recordsSent} format={formatCount} />,
  },
] as const satisfies readonly Column<Pick<Totals, "bytesReceived" | "recordsReceived" | "bytesSent" | "recordsSent">>[];

/** The columns of the times since the attempt started. */
export const TIME_COLUMNS = [
  {
    id: "busy",
    header: "Busy time",
    hint: BUSY_TIME,
    width: 88,
    isNumeric: true,
    sortBy: (row) => row.busyMs,
    cell: (row) => <Amount text={formatDuration(row.busyMs)} />,
  },
  {
    id: "backpressured",
    header: "Backpressured time",
    hint: BACKPRESSURED_TIME,
    width: 128,
    isNumeric: true,
    sortBy: (row) => row.backpressuredMs,
    cell: (row) => <Amount text={formatDuration(row.backpressuredMs)} />,
  },
  {
    id: "idle",
    header: "Idle time",
    hint: IDLE_TIME,
    width: 84,
    isNumeric: true,
    sortBy: (row) => row.idleMs,
    cell: (row) => <Amount text={formatDuration(row.idleMs)} />,
  },
] as const satisfies readonly Column<Totals>[];

/** A row about something with a start and an end: epoch ms, and a duration in ms. */
type Spanned = { startMs: number | undefined; endMs: number | undefined; durationMs: number | undefined };

export const START_COLUMN = {
  id: "start",
  header: "Start time",
  width: 132,
  isNumeric: true,
  sortBy: (row) => row.startMs,
  cell: (row) => <ClockTime atMs={row.startMs} />,
} as const satisfies Column<Spanned>;

export const END_COLUMN = {
  id: "end",
  header: "End time",
  width: 132,
  isNumeric: true,
  sortBy: (row) => row.endMs,
  cell: (row) => <ClockTime atMs={row.endMs} />,
} as const satisfies Column<Spanned>;

export const DURATION_COLUMN = {
  id: "duration",
  header: "Duration",
  width: 82,
  isNumeric: true,
  sortBy: (row) => row.durationMs,
  cell: (row) => <Duration ms={row.durationMs} text={formatSpan(row.durationMs, row.endMs !== undefined)} />,
} as const satisfies Column<Spanned>;
