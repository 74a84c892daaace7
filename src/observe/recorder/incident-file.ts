// An incident file: the history of one job as JSON, to look at it elsewhere or later.
import * as z from "zod/mini";

import { historyEventSchema, historyRowSchema, type JobHistory, mergedHistory, MOST_EVENTS, NO_HISTORY, TIERS } from "./history.ts";

const FORMAT = "drey-incident";
const VERSION = 1;

/** A larger file is refused, bytes. The largest history that Drey exports is smaller. */
export const MOST_FILE_BYTES = 16 * 1024 * 1024;

/** A history has no more rows than slots, and at most one more for each end of a tier. */
const MOST_ROWS = TIERS.reduce((sum, { slotMs, keptMs }) => sum + Math.ceil(keptMs / slotMs) + 62, 0);

const incidentSchema = z.object({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  /** Epoch ms by the clock of the exporting page. */
  exportedMs: z.number(),
  /** The name of the cluster on the screen. */
  cluster: z.string(),
  jobId: z.string(),
  jobName: z.string(),
  rows: z.array(historyRowSchema).check(z.maxLength(MOST_ROWS)),
  events: z.array(historyEventSchema).check(z.maxLength(MOST_EVENTS)),
});

/** An incident file. All texts are foreign: show them as text only. */
export interface Incident {
  readonly exportedMs: number;
  readonly cluster: string;
  readonly jobId: string;
  readonly jobName: string;
  readonly history: JobHistory;
}

/** The text of an incident file. */
export function writeIncident({ history: { rows, events }, ...about }: Incident): string {
  return JSON.stringify({ format: FORMAT, version: VERSION, ...about, rows, events });
}

/** A file is not an incident file. Its message is a sentence for the user. */
export class IncidentFileError extends Error {
  override readonly name = "IncidentFileError";
}

/** Reads an incident file. Throws {@link IncidentFileError}. */
export function readIncident(text: string): Incident {
  const file = parseJson(text);
  if (typeof file !== "object" || file === null || !("format" in file) || file.format !== FORMAT) {
    throw new IncidentFileError("This is not an incident file. Open a JSON file that Drey's History tab has exported.");
  }
  if (!("version" in file) || file.version !== VERSION) {
    throw new IncidentFileError(
      "This incident file has a format that this version of Drey does not know. Open it with the version that exported it.",
    );
  }
  const parsed = incidentSchema.safeParse(file);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new IncidentFileError(
      `This incident file is damaged: ${issue?.path.join(".") ?? "a field"} is missing or invalid. Export it again.`,
    );
  }
  const { rows, events, exportedMs, cluster, jobId, jobName } = parsed.data;
  // In order, each slot once, and nothing dropped for its age.
  return { exportedMs, cluster, jobId, jobName, history: mergedHistory(NO_HISTORY, { rows, events }, Number.NEGATIVE_INFINITY) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON is one of the ways not to be an incident file.
    return undefined;
  }
}
