// Records the history of a cluster's jobs from the facts that the page asks for anyway. It makes no
// requests of its own.
import type { QueryClient } from "@tanstack/query-core";

import type { Backend } from "../../client/backend.ts";
import { triageRoundOptions } from "../triage.ts";
import { actionReading } from "./action-events.ts";
import { type HistoryEvent, type JobHistory, mergedHistory, NO_HISTORY, rowsOf } from "./history.ts";
import { CLUSTER, createMemoryStore, type HistoryStore, type JobAddition } from "./history-store.ts";
import { type Reading, readerOf, triageReaderOf } from "./readings.ts";

/** How often what was recorded is stored, ms. */
const STORE_MS = 5_000;
/** How often old samples are dropped, ms. */
const TRIM_MS = 120_000;

/** Events that need not be stored again. */
const MOST_KNOWN_EVENTS = 10_000;

/** Where the histories are, and why. */
export type HistoryPlace =
  | "browser"
  /** The playground ends with the page. */
  | "page"
  /** The browser refused storage. */
  | "refused";

/** The recorder of a backend. */
export interface Recorder {
  /** The recorded history of a job, with the events of the whole cluster. */
  readonly read: (jobId: string) => Promise<JobHistory>;
  readonly place: () => HistoryPlace;
  /** Stores what was recorded so far. Never rejects. */
  readonly store: () => Promise<void>;
  /** Calls the listener with what was stored of a job. Returns the function that removes it. */
  readonly subscribe: (listener: (additions: readonly JobAddition[]) => void) => () => void;
  readonly stop: () => void;
}

/** The environment of a recorder. */
export interface RecorderOptions {
  readonly queryClient: QueryClient;
  readonly backend: Backend;
  /** Opens the store that survives the page. */
  readonly openStore: (cluster: string) => Promise<HistoryStore>;
  /** Calls the listener each time the page is hidden. Returns the function that stops it. */
  readonly onHidden: (listener: () => void) => () => void;
}

/** Starts to record. */
export function startRecorder({ queryClient, backend, openStore, onHidden }: RecorderOptions): Recorder {
  const { clock, actions } = backend.client;
  const aheadMs = (): number => clock.aheadMs() ?? 0;
  const recording = Date.now();
  const cache = queryClient.getQueryCache();
  // Assessments have a key of their own.
  const [triageKey] = triageRoundOptions({ backend, refreshMs: 0 }).queryKey;
  const before = new Map<string, unknown>();
  const knownEvents = new Map<string, string>();
  const listeners = new Set<(additions: readonly JobAddition[]) => void>();
  let pending = new Map<string, JobAddition>();
  let trimmedMs = 0;
  let place: HistoryPlace = backend.kind === "browser" ? "page" : "browser";
  let opened: Promise<HistoryStore> = place === "page" ? Promise.resolve(createMemoryStore()) : openStore(backend.id).catch(inMemory);
  /** One call of the store at a time, so that a read has everything that was stored before. */
  let turn: Promise<unknown> = Promise.resolve();

  function inMemory(): HistoryStore {
    place = "refused";
    return createMemoryStore();
  }

  function take({ jobId, samples = [], events = [] }: Reading): void {
    const rows = samples.filter(({ atMs }) => isTime(atMs)).flatMap((sample) => rowsOf(sample, recording));
    const news = events.filter((event) => isTime(event.atMs) && isNews(jobId, event));
    if (rows.length === 0 && news.length === 0) return;
    const known = pending.get(jobId);
    const atMs = [...rows.map(({ untilMs }) => untilMs), ...news.map((event) => event.atMs)].reduce((a, b) => Math.max(a, b));
    const merged = mergedHistory(known ?? NO_HISTORY, { rows, events: news }, Number.NEGATIVE_INFINITY);
    pending.set(jobId, { jobId, atMs: Math.max(atMs, known?.atMs ?? atMs), ...merged });
  }

  /** Each reply repeats the events that the cluster remembers. */
  function isNews(jobId: string, event: HistoryEvent): boolean {
    if (event.run !== undefined) return true;
    const key = `${jobId} ${event.id}`;
    if (knownEvents.get(key) === event.text) return false;
    // Storing an event again changes nothing.
    if (knownEvents.size >= MOST_KNOWN_EVENTS) knownEvents.clear();
    knownEvents.set(key, event.text);
    return true;
  }

  function onReply(hash: string, [id, ...key]: readonly unknown[], data: unknown): void {
    if (data === undefined) return;
    const read = id === backend.id ? readerOf(key) : id === triageKey ? triageReaderOf(key) : undefined;
    if (read === undefined) return;
    const earlier = before.get(hash);
    before.set(hash, data);
    for (const reading of read(data, Date.now() - aheadMs(), earlier)) take(reading);
  }

  async function store(): Promise<void> {
    const batch = [...pending.values()];
    pending = new Map();
    if (batch.length > 0) {
      turn = turn.then(async () => add(batch));
      await turn;
      for (const listener of listeners) listener(batch);
    }
    const nowMs = Date.now() - aheadMs();
    if (nowMs - trimmedMs < TRIM_MS) return;
    trimmedMs = nowMs;
    turn = turn.then(async () => (await opened).trim(nowMs)).catch(() => undefined);
  }

  async function add(batch: readonly JobAddition[]): Promise<void> {
    try {
      await (await opened).add(batch);
    } catch {
      // The storage is full, or was closed by a later version in another tab.
      const memory = inMemory();
      opened = Promise.resolve(memory);
      await memory.add(batch);
    }
  }

  const timer = setInterval(() => void store(), STORE_MS);
  const stops = [
    cache.subscribe((event) => {
      if (event.type === "removed") before.delete(event.query.queryHash);
      if (event.type !== "updated" || event.action.type !== "success") return;
      onReply(event.query.queryHash, event.query.queryKey as readonly unknown[], event.query.state.data);
    }),
    actions.subscribe((action) => {
      const reading = actionReading(action, aheadMs());
      if (reading !== undefined) take(reading);
    }),
    () => clearInterval(timer),
    // A hidden tab may be closed without further notice.
    onHidden(() => void store()),
  ];
  // What the page knew before.
  for (const { queryHash, queryKey, state } of cache.getAll()) onReply(queryHash, queryKey, state.data);

  return {
    async read(jobId) {
      await store();
      const reading = turn.then(async () => {
        const from = await opened;
        return Promise.all([from.read(jobId), from.read(CLUSTER)]);
      });
      turn = reading.catch(() => undefined);
      const [own, ofCluster] = await reading;
      return mergedHistory(own, { rows: [], events: ofCluster.events }, Number.NEGATIVE_INFINITY);
    },
    place: () => place,
    store,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop() {
      for (const stop of stops) stop();
      void store().then(async () => (await opened).close());
    },
  };
}

function isTime(atMs: number): boolean {
  return Number.isFinite(atMs) && atMs > 0;
}
