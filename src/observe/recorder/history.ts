// What the recorder keeps of a job: samples in three resolutions, and events. Merging is idempotent
// and independent of the order, so that two tabs, and a page after a reload, add to one history.
import * as z from "zod/mini";

/**
 * What is recorded of a job. Ages and durations in ms, sizes in bytes, shares 0…1 of the vertex with
 * the highest one, lag in records.
 */
export const HISTORY_METRICS = [
  "checkpointAgeMs",
  "checkpointMs",
  "checkpointBytes",
  "busy",
  "backpressured",
  "lag",
  "recordsPerSecond",
  "restarts",
] as const;

/** One of {@link HISTORY_METRICS}. */
export type HistoryMetric = (typeof HISTORY_METRICS)[number];

/** The values of a metric in a slot of time. `lastMs` is the time of `last`, epoch ms. */
const spreadSchema = z.object({ low: z.number(), high: z.number(), last: z.number(), lastMs: z.number() });

/** See {@link spreadSchema}. */
export type Spread = z.infer<typeof spreadSchema>;

/**
 * The samples in a slot of time. Times in epoch ms by the cluster's clock. A metric is null if it was
 * read but had no value, and absent if it was not read.
 */
export const historyRowSchema = z.object({
  /** The index in {@link TIERS}. */
  tier: z.int().check(z.gte(0), z.lte(2)),
  slotMs: z.number(),
  /** The first and the last sample. */
  fromMs: z.number(),
  untilMs: z.number(),
  /** The recordings that they belong to: the times when their pages began to record. */
  fromRecording: z.number(),
  untilRecording: z.number(),
  values: z.partialRecord(z.enum(HISTORY_METRICS), z.nullable(spreadSchema)),
});

/** See {@link historyRowSchema}. */
export type HistoryRow = z.infer<typeof historyRowSchema>;

/** The subjects of events. */
const HISTORY_EVENT_KINDS = [
  "state",
  "restart",
  "checkpoint",
  "checkpoint-failed",
  "savepoint",
  "restore",
  "rescale",
  "exception",
  "trouble",
  "taskmanager",
  "action",
] as const;

/** One of {@link HISTORY_EVENT_KINDS}. */
export type HistoryEventKind = (typeof HISTORY_EVENT_KINDS)[number];

/**
 * An event. `atMs` in epoch ms by the cluster's clock. The text is the cluster's in part, so it is
 * shown as text only.
 */
export const historyEventSchema = z.object({
  /** The same for every reply that tells of the event. */
  id: z.string(),
  kind: z.enum(HISTORY_EVENT_KINDS),
  atMs: z.number(),
  text: z.string(),
  /** The completed checkpoints of a few minutes, which are one event. */
  run: z.optional(z.object({ untilMs: z.number(), firstId: z.number(), lastId: z.number(), longestMs: z.optional(z.number()) })),
});

/** See {@link historyEventSchema}. */
export type HistoryEvent = z.infer<typeof historyEventSchema>;

/** The recorded samples and events of a job, oldest first. */
export interface JobHistory {
  readonly rows: readonly HistoryRow[];
  readonly events: readonly HistoryEvent[];
}

/** Nothing recorded. */
export const NO_HISTORY: JobHistory = { rows: [], events: [] };

/** The values of some metrics at one time. Undefined values were read but are unknown. */
export interface Sample {
  /** Epoch ms by the cluster's clock. */
  readonly atMs: number;
  readonly values: Partial<Readonly<Record<HistoryMetric, number | undefined>>>;
  /** The cluster told of it later, so it does not show that a page was recording at that time. */
  readonly isToldLater?: boolean;
}

/** The resolutions, finest first: the length of a slot, and how long it is kept, ms. */
export const TIERS = [
  { slotMs: 5_000, keptMs: 15 * 60_000 },
  { slotMs: 30_000, keptMs: 6 * 3_600_000 },
  { slotMs: 300_000, keptMs: 3 * 86_400_000 },
] as const;

/** The newest events of a job that are kept. */
export const MOST_EVENTS = 1000;
/** A longer text of an event is cut, characters. */
const MOST_TEXT = 300;

const NO_RECORDING = 0;

/** The rows of a sample, one for each tier. `recordingMs` identifies the recording, see {@link historyRowSchema}. */
export function rowsOf({ atMs, values, isToldLater = false }: Sample, recordingMs: number): readonly HistoryRow[] {
  const recording = isToldLater ? NO_RECORDING : recordingMs;
  const spreads = Object.fromEntries(
    Object.entries(values).map(([metric, value]) => [
      metric,
      value === undefined || !Number.isFinite(value) ? null : { low: value, high: value, last: value, lastMs: atMs },
    ]),
  );
  return TIERS.map(({ slotMs }, tier) => ({
    tier,
    slotMs: slotStart(atMs, slotMs),
    fromMs: atMs,
    untilMs: atMs,
    fromRecording: recording,
    untilRecording: recording,
    values: spreads,
  }));
}

function slotStart(atMs: number, slotMs: number): number {
  return Math.floor(atMs / slotMs) * slotMs;
}

/** Identifies a row within a job. */
function rowKey({ tier, slotMs }: Pick<HistoryRow, "tier" | "slotMs">): string {
  return `${String(tier)} ${String(slotMs)}`;
}

/** Two rows of the same slot as one. */
export function mergedRow(a: HistoryRow, b: HistoryRow): HistoryRow {
  // A recording that began earlier counts as the one before.
  const first = a.fromMs < b.fromMs || (a.fromMs === b.fromMs && a.fromRecording <= b.fromRecording) ? a : b;
  const last = a.untilMs > b.untilMs || (a.untilMs === b.untilMs && a.untilRecording >= b.untilRecording) ? a : b;
  const values: Partial<Record<HistoryMetric, Spread | null>> = { ...a.values };
  for (const metric of HISTORY_METRICS) {
    const other = b.values[metric];
    if (other === undefined) continue;
    const own = values[metric];
    values[metric] = own === undefined || own === null ? other : other === null ? own : mergedSpread(own, other);
  }
  return {
    tier: a.tier,
    slotMs: a.slotMs,
    fromMs: first.fromMs,
    untilMs: last.untilMs,
    fromRecording: first.fromRecording,
    untilRecording: last.untilRecording,
    values,
  };
}

function mergedSpread(a: Spread, b: Spread): Spread {
  const later = a.lastMs > b.lastMs || (a.lastMs === b.lastMs && a.last >= b.last) ? a : b;
  return { low: Math.min(a.low, b.low), high: Math.max(a.high, b.high), last: later.last, lastMs: later.lastMs };
}

/** An event with its text cut to a length that can be stored. */
export function historyEvent(kind: HistoryEventKind, id: string, atMs: number, text: string): HistoryEvent {
  return { id: `${kind} ${cut(id)}`, kind, atMs, text: cut(text) };
}

function cut(text: string): string {
  return text.length <= MOST_TEXT ? text : `${text.slice(0, MOST_TEXT)} …`;
}

/** Completed checkpoints within this time are one event, ms. */
const RUN_MS = 300_000;

/** A completed checkpoint, as a part of the event of its run. */
export function completedCheckpointEvent(id: number, atMs: number, durationMs: number | undefined): HistoryEvent {
  const run = { untilMs: atMs, firstId: id, lastId: id, ...(durationMs === undefined ? {} : { longestMs: durationMs }) };
  return { id: `checkpoint ${String(slotStart(atMs, RUN_MS))}`, kind: "checkpoint", atMs, text: "", run };
}

/** Two reports of the same event as one. */
export function mergedEvent(a: HistoryEvent, b: HistoryEvent): HistoryEvent {
  if (a.run === undefined || b.run === undefined) return a.atMs < b.atMs || (a.atMs === b.atMs && a.text <= b.text) ? a : b;
  const longestMs = a.run.longestMs === undefined ? b.run.longestMs : Math.max(a.run.longestMs, b.run.longestMs ?? 0);
  return {
    id: a.id,
    kind: a.kind,
    atMs: Math.min(a.atMs, b.atMs),
    text: "",
    run: {
      untilMs: Math.max(a.run.untilMs, b.run.untilMs),
      firstId: Math.min(a.run.firstId, b.run.firstId),
      lastId: Math.max(a.run.lastId, b.run.lastId),
      ...(longestMs === undefined ? {} : { longestMs }),
    },
  };
}

/** A history with what was recorded since, without what is too old at `nowMs`. */
export function mergedHistory(known: JobHistory, more: JobHistory, nowMs: number): JobHistory {
  return {
    rows: mergedBy(known.rows, more.rows, rowKey, mergedRow)
      .filter(({ tier, slotMs }) => slotMs >= keptFrom(tier, nowMs))
      .toSorted((a, b) => a.tier - b.tier || a.slotMs - b.slotMs),
    events: mergedBy(known.events, more.events, ({ id }) => id, mergedEvent)
      .toSorted((a, b) => a.atMs - b.atMs || (a.id < b.id ? -1 : 1))
      .slice(-MOST_EVENTS),
  };
}

function mergedBy<One>(known: readonly One[], more: readonly One[], keyOf: (one: One) => string, merged: (a: One, b: One) => One): One[] {
  const byKey = new Map(known.map((one) => [keyOf(one), one]));
  for (const one of more) {
    const key = keyOf(one);
    const before = byKey.get(key);
    byKey.set(key, before === undefined ? one : merged(before, one));
  }
  return [...byKey.values()];
}

/**
 * The slots of a tier are kept from this time on, epoch ms. It is the start of a slot of the next
 * tier, so that each coarse slot is either replaced by all of its fine ones or by none.
 */
export function keptFrom(tier: number, nowMs: number): number {
  const { keptMs, slotMs } = TIERS[tier] ?? TIERS[2];
  return slotStart(nowMs - keptMs, TIERS[tier + 1]?.slotMs ?? slotMs);
}

/** The rows to show: at each time the finest ones that are kept. Oldest first. */
export function finestRows(rows: readonly HistoryRow[]): readonly HistoryRow[] {
  const shown: HistoryRow[] = [];
  let finerFromMs = Number.POSITIVE_INFINITY;
  for (const [tier, { slotMs: lengthMs }] of TIERS.entries()) {
    const own = rows.filter((row) => row.tier === tier && row.slotMs < slotStart(finerFromMs, lengthMs));
    shown.push(...own);
    finerFromMs = Math.min(finerFromMs, ...own.slice(0, 1).map(({ slotMs }) => slotMs));
  }
  return shown.toSorted((a, b) => a.slotMs - b.slotMs);
}
