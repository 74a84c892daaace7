// The arguments of jobs that this browser started, because Flink's REST API does not report them.
import * as z from "zod/mini";

import { readSetting, writeSetting } from "./settings.ts";

const startSchema = z.object({
  jobId: z.string(),
  jarId: z.string(),
  jarName: z.string(),
  entryClass: z.string(),
  programArgs: z.array(z.string()),
  parallelism: z.number(),
});

/** How a job was started in this browser. `entryClass` is empty for the JAR's default. */
export type StartedJob = z.infer<typeof startSchema>;

const KEY = "drey.started-jobs";
/** Enough for a day of starting jobs. The oldest are dropped. */
const MOST = 100;

/** If the browser refuses to store them, they are known until the page is closed. */
let known: readonly StartedJob[] | undefined;

/** How the job was started; undefined if not in this browser. */
export function startedJob(jobId: string): StartedJob | undefined {
  return read().find((job) => job.jobId === jobId);
}

/**
 * Remembers a start. Call it before the request, so that a lost reply does not lose the arguments.
 */
export function rememberStart(job: StartedJob): void {
  known = [job, ...read().filter(({ jobId }) => jobId !== job.jobId)].slice(0, MOST);
  writeSetting(KEY, JSON.stringify(known));
}

/** Forgets the starts that this page remembers. Stored ones remain. */
export function forgetStarts(): void {
  known = undefined;
}

/** Another tab may have changed it since. */
function read(): readonly StartedJob[] {
  const stored = parseStored(readSetting(KEY));
  const own = (known ?? []).filter(({ jobId }) => !stored.some((job) => job.jobId === jobId));
  return [...own, ...stored];
}

/** An entry that was not written by this code is ignored. */
function parseStored(text: string | undefined): readonly StartedJob[] {
  try {
    return z.array(startSchema).safeParse(JSON.parse(text ?? "[]")).data ?? [];
  } catch {
    // Not JSON.
    return [];
  }
}
