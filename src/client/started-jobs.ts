// What jobs were started with, as far as this browser started them: Flink's REST API does not tell a job's arguments.
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

/** How a job was started here. `entryClass` is empty for the JAR's own. */
export type StartedJob = z.infer<typeof startSchema>;

const KEY = "drey.started-jobs";
/** Enough for a browser that starts jobs all day; the oldest are forgotten. */
const MOST = 100;

/** Where the browser refuses to store, they are known as long as the page is open. */
let known: readonly StartedJob[] | undefined;

/** How that job was started; undefined if not here. */
export function startedJob(jobId: string): StartedJob | undefined {
  return read().find((job) => job.jobId === jobId);
}

/** Remembers a start. Before it is asked for: a reply that is lost must not take the arguments with it. */
export function rememberStart(job: StartedJob): void {
  known = [job, ...read().filter(({ jobId }) => jobId !== job.jobId)].slice(0, MOST);
  writeSetting(KEY, JSON.stringify(known));
}

/** Another tab may have written since. */
function read(): readonly StartedJob[] {
  const stored = parseStored(readSetting(KEY));
  const own = (known ?? []).filter(({ jobId }) => !stored.some((job) => job.jobId === jobId));
  return [...own, ...stored];
}

/** What someone else wrote under this key is nothing. */
function parseStored(text: string | undefined): readonly StartedJob[] {
  try {
    return z.array(startSchema).safeParse(JSON.parse(text ?? "[]")).data ?? [];
  } catch {
    // Not JSON.
    return [];
  }
}
