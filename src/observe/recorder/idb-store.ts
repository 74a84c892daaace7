// Histories in the browser's IndexedDB, for all clusters of this origin.
import { type DBSchema, type IDBPDatabase, openDB } from "idb";

import {
  type HistoryEvent,
  type HistoryRow,
  keptFrom,
  mergedEvent,
  mergedHistory,
  mergedRow,
  MOST_EVENTS,
  NO_HISTORY,
  TIERS,
} from "./history.ts";
import { type HistoryStore, jobsToDrop } from "./history-store.ts";

/** Clusters whose history is kept, those with the latest samples. */
const MOST_CLUSTERS = 8;

type InJob = { readonly cluster: string; readonly jobId: string };

interface HistoryDb extends DBSchema {
  rows: { key: [cluster: string, jobId: string, tier: number, slotMs: number]; value: InJob & HistoryRow };
  events: { key: [cluster: string, jobId: string, id: string]; value: InJob & HistoryEvent };
  /** `atMs`: the latest sample or event. */
  jobs: { key: [cluster: string, jobId: string]; value: InJob & { readonly atMs: number } };
}

/**
 * The histories of a cluster in IndexedDB. Rejects if the browser refuses storage: in some private
 * windows, or if the user has forbidden it. `name` is the database's.
 */
export async function openIdbStore(cluster: string, name = "drey-history"): Promise<HistoryStore> {
  const db = await openDB<HistoryDb>(name, 1, {
    upgrade(created) {
      created.createObjectStore("rows", { keyPath: ["cluster", "jobId", "tier", "slotMs"] });
      created.createObjectStore("events", { keyPath: ["cluster", "jobId", "id"] });
      created.createObjectStore("jobs", { keyPath: ["cluster", "jobId"] });
    },
    // A later version of Drey in another tab: this tab's next write fails, and it goes on in memory.
    blocking: (_from, _to, event) => (event.target as IDBDatabase | null)?.close(),
  });
  return {
    async add(batch) {
      const transaction = db.transaction(["rows", "events", "jobs"], "readwrite");
      const [rowStore, eventStore, jobStore] = [
        transaction.objectStore("rows"),
        transaction.objectStore("events"),
        transaction.objectStore("jobs"),
      ];
      await Promise.all([
        ...batch.flatMap(({ jobId, atMs, rows, events }) => [
          ...rows.map(async (row) => {
            const known = await rowStore.get([cluster, jobId, row.tier, row.slotMs]);
            await rowStore.put({ ...(known === undefined ? row : mergedRow(known, row)), cluster, jobId });
          }),
          ...events.map(async (event) => {
            const known = await eventStore.get([cluster, jobId, event.id]);
            await eventStore.put({ ...(known === undefined ? event : mergedEvent(known, event)), cluster, jobId });
          }),
          jobStore.put({ cluster, jobId, atMs }),
        ]),
        transaction.done,
      ]);
    },
    async read(jobId) {
      const [rows, events] = await Promise.all([db.getAll("rows", keysOf(cluster, jobId)), db.getAll("events", keysOf(cluster, jobId))]);
      const inJob = { rows: rows.map(withoutJob), events: events.map(withoutJob) };
      return mergedHistory(NO_HISTORY, inJob, Number.NEGATIVE_INFINITY);
    },
    async trim(nowMs) {
      const jobs = await db.getAll("jobs");
      const latest = new Map<string, number>();
      for (const { cluster: id, atMs } of jobs) latest.set(id, Math.max(atMs, latest.get(id) ?? atMs));
      const clusters = [...latest].toSorted((a, b) => b[1] - a[1]).map(([id]) => id);
      const ofOldClusters = jobs.filter(({ cluster: id }) => clusters.indexOf(id) >= MOST_CLUSTERS);
      const own = jobs.filter((job) => job.cluster === cluster);
      const dropped = new Set(jobsToDrop(own));
      for (const job of ofOldClusters) await dropJob(db, job);
      for (const job of own) {
        if (dropped.has(job.jobId)) await dropJob(db, job);
        else await trimJob(db, job, nowMs);
      }
    },
    close: () => db.close(),
  };
}

async function dropJob(db: IDBPDatabase<HistoryDb>, { cluster, jobId }: InJob): Promise<void> {
  const transaction = db.transaction(["rows", "events", "jobs"], "readwrite");
  await Promise.all([
    transaction.objectStore("rows").delete(keysOf(cluster, jobId)),
    transaction.objectStore("events").delete(keysOf(cluster, jobId)),
    transaction.objectStore("jobs").delete([cluster, jobId]),
    transaction.done,
  ]);
}

async function trimJob(db: IDBPDatabase<HistoryDb>, { cluster, jobId }: InJob, nowMs: number): Promise<void> {
  const transaction = db.transaction(["rows", "events"], "readwrite");
  const events = transaction.objectStore("events");
  const tooMany = (await events.count(keysOf(cluster, jobId))) - MOST_EVENTS;
  const oldest = tooMany <= 0 ? [] : (await events.getAll(keysOf(cluster, jobId))).toSorted((a, b) => a.atMs - b.atMs).slice(0, tooMany);
  await Promise.all([
    ...TIERS.map(async (_, tier) =>
      transaction
        .objectStore("rows")
        .delete(
          IDBKeyRange.bound([cluster, jobId, tier, Number.NEGATIVE_INFINITY], [cluster, jobId, tier, keptFrom(tier, nowMs)], false, true),
        ),
    ),
    ...oldest.map(async ({ id }) => events.delete([cluster, jobId, id])),
    transaction.done,
  ]);
}

function withoutJob<One>({ cluster: _cluster, jobId: _jobId, ...one }: InJob & One): Omit<InJob & One, keyof InJob> {
  return one;
}

/** All keys of a job: an array is greater than any number or text. */
function keysOf(cluster: string, jobId: string): IDBKeyRange {
  return IDBKeyRange.bound([cluster, jobId], [cluster, jobId, []]);
}
