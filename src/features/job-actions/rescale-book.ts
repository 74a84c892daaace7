// Rescales that were begun and are not finished, in the browser's storage: a tab that is closed between the two steps must not leave
// a stopped job that nobody knows how to start again.
import * as z from "zod/mini";

import { readSetting, writeSetting } from "../../client/settings.ts";

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

const KEY = "drey.rescales";

/** Where the browser refuses to store, they are known as long as the page is open. */
let kept: readonly Rescale[] | undefined;
const listeners = new Set<() => void>();

/** All unfinished rescales of all backends; the same list as long as nothing changes. */
export function unfinishedRescales(): readonly Rescale[] {
  kept ??= parseStored(readSetting(KEY));
  return kept;
}

/** Puts a rescale into the book, in place of the one of the same job. */
export function keepRescale(rescale: Rescale): void {
  write([...unfinishedRescales().filter(({ jobId }) => jobId !== rescale.jobId), rescale]);
}

/** It is finished, or nothing is left of it. */
export function forgetRescale(jobId: string): void {
  write(unfinishedRescales().filter((rescale) => rescale.jobId !== jobId));
}

/** Calls the listener after each change in this page. */
export function onRescalesChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function write(rescales: readonly Rescale[]): void {
  kept = rescales;
  writeSetting(KEY, JSON.stringify(rescales));
  for (const listener of listeners) listener();
}

function parseStored(text: string | undefined): readonly Rescale[] {
  try {
    return z.array(rescaleSchema).safeParse(JSON.parse(text ?? "[]")).data ?? [];
  } catch {
    // Not JSON: someone else's.
    return [];
  }
}
