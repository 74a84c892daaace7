// Unfinished rescales in the browser's storage. If a tab is closed between the two steps, another
// page can still start the stopped job again.
import * as z from "zod/mini";

import { onSettingsChange, readSettings, removeSetting, writeSetting } from "../../client/settings.ts";

const rescaleSchema = z.object({
  backendId: z.string(),
  jobId: z.string(),
  jobName: z.string(),
  fromParallelism: z.number(),
  toParallelism: z.number(),
  jarId: z.string(),
  jarName: z.string(),
  entryClass: z.string(),
  programArgs: z.array(z.string()),
  /** The id of the stop, for status requests. */
  triggerId: z.string(),
  /** The stop's savepoint, once it is known. */
  savepointPath: z.nullable(z.string()),
  /** The job that the second step starts, once it was requested. */
  newJobId: z.nullable(z.string()),
  begunMs: z.number(),
});

/**
 * A rescale: stop with savepoint, then start at another parallelism. `begunMs` in epoch ms by the cluster's clock;
 * `entryClass` is empty for the JAR's default.
 */
export type Rescale = z.infer<typeof rescaleSchema>;

/**
 * Each rescale has its own key, so two tabs that write at the same time do not overwrite each
 * other.
 */
const PREFIX = "drey.rescales.";

/** Rescales that the browser refused to store, by job. They are known until the page is closed. */
const unstored = new Map<string, Rescale>();
const listeners = new Set<() => void>();

/** The last list and its source. */
let last: { readonly source: string; readonly rescales: readonly Rescale[] } | undefined;

/**
 * All unfinished rescales of all backends and tabs, oldest first. Returns the same list until
 * something changes.
 */
export function unfinishedRescales(): readonly Rescale[] {
  const texts = readSettings(PREFIX).map(([, text]) => text);
  const source = JSON.stringify([texts, [...unstored.values()]]);
  if (last?.source !== source) {
    const stored = texts.flatMap((text) => parseStored(text) ?? []).filter(({ jobId }) => !unstored.has(jobId));
    const rescales = [...stored, ...unstored.values()];
    last = { source, rescales: rescales.toSorted((a, b) => a.begunMs - b.begunMs || a.jobId.localeCompare(b.jobId)) };
  }
  return last.rescales;
}

/** Stores a rescale, replacing one of the same job. */
export function keepRescale(rescale: Rescale): void {
  if (writeSetting(PREFIX + rescale.jobId, JSON.stringify(rescale))) unstored.delete(rescale.jobId);
  else unstored.set(rescale.jobId, rescale);
  tell();
}

/**
 * Removes a finished or obsolete rescale. Does nothing if the book has another rescale of the same
 * job.
 */
export function forgetRescale({ jobId, triggerId }: Pick<Rescale, "jobId" | "triggerId">): void {
  const kept = unfinishedRescales().find((rescale) => rescale.jobId === jobId);
  if (kept?.triggerId !== triggerId) return;
  unstored.delete(jobId);
  removeSetting(PREFIX + jobId);
  tell();
}

/** Calls the listener after each change in any tab. Returns the function that removes it. */
export function onRescalesChange(listener: () => void): () => void {
  listeners.add(listener);
  const stop = onSettingsChange(PREFIX, listener);
  return () => {
    stop();
    listeners.delete(listener);
  };
}

function tell(): void {
  for (const listener of listeners) listener();
}

/** Undefined for an entry that was not written by this code. */
function parseStored(text: string): Rescale | undefined {
  try {
    return rescaleSchema.safeParse(JSON.parse(text)).data;
  } catch {
    // Not JSON.
    return undefined;
  }
}
