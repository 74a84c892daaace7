// Rescales that were begun and are not finished, in the browser's storage: a tab that is closed between the two steps must not leave
// a stopped job that nobody knows how to start again.
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
  /** Of the stop: the cluster can be asked what became of it. */
  triggerId: z.string(),
  /** The stop's savepoint, once it is known. */
  savepointPath: z.nullable(z.string()),
  /** The job that the second step starts, once it was asked for. */
  newJobId: z.nullable(z.string()),
  begunMs: z.number(),
});

/** One rescale: stop with savepoint, then start at another parallelism. `begunMs` in epoch ms; `entryClass` is empty for the JAR's own. */
export type Rescale = z.infer<typeof rescaleSchema>;

/** Each rescale has a key of its own: two tabs that write at the same time cannot take each other's away. */
const PREFIX = "drey.rescales.";

/** Those that the browser refused to store, by job; they are known as long as the page is open. */
const unstored = new Map<string, Rescale>();
const listeners = new Set<() => void>();

/** The last list, and what it was made of. */
let last: { readonly source: string; readonly rescales: readonly Rescale[] } | undefined;

/** All unfinished rescales of all backends and tabs, oldest first; the same list as long as nothing changes. */
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

/** Puts a rescale into the book, in place of the one of the same job. */
export function keepRescale(rescale: Rescale): void {
  if (writeSetting(PREFIX + rescale.jobId, JSON.stringify(rescale))) unstored.delete(rescale.jobId);
  else unstored.set(rescale.jobId, rescale);
  tell();
}

/** It is finished, or nothing is left of it. Does nothing where the book has another rescale of the same job by now. */
export function forgetRescale({ jobId, triggerId }: Pick<Rescale, "jobId" | "triggerId">): void {
  const kept = unfinishedRescales().find((rescale) => rescale.jobId === jobId);
  if (kept?.triggerId !== triggerId) return;
  unstored.delete(jobId);
  removeSetting(PREFIX + jobId);
  tell();
}

/** Calls the listener after each change in any tab; answers how to stop it. */
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

/** Undefined for what is not an entry of this book: someone else wrote it. */
function parseStored(text: string): Rescale | undefined {
  try {
    return rescaleSchema.safeParse(JSON.parse(text)).data;
  } catch {
    // Not JSON.
    return undefined;
  }
}
