// The replies of live Flinks, by situation. Read from disk, so only for tests.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * One call and its reply. `path` includes the query; `reply` is parsed JSON, or the text of a log.
 */
export interface RecordedCall {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly contentType: string;
  readonly body?: unknown;
  readonly reply: unknown;
}

/** All calls of one situation, in their order. */
export interface Recording {
  readonly situation: string;
  readonly flinkVersion: string;
  /** When the recording began, epoch ms. */
  readonly recordedMs: number;
  readonly calls: readonly RecordedCall[];
}

/** Recorded on both versions. */
const ON_BOTH = [
  "01-idle",
  "02-running",
  "02-running-warm-metrics",
  "03-taskmanager-killed-1s",
  "04-restarting-without-slots",
  "04-restarting-without-slots-later",
  "05-recovered",
  "06-savepoint",
  "07-stop",
  "08-jars",
  "09-waiting-for-slots",
  "10-restored-at-3",
  "11-errors",
  "12-cancelled",
  "13-failing",
  "14-backpressured-warm-metrics",
  "15-adaptive",
  "16-rescale",
  "17-rescaled-to-3",
  "18-adaptive-after-loss",
] as const;

/** All recordings. README.md beside this file describes each situation. */
const RECORDINGS = {
  "flink-2.3.0": [
    ...ON_BOTH,
    "19-no-checkpointing-killed",
    "20-slot-request-timed-out",
    "21-backpressured-late-in-the-even-minute",
    "22-rescale-under-way",
    "23-rescale-failed",
  ],
  "flink-1.20.5": ON_BOTH,
} as const;

export type RecordedVersion = keyof typeof RECORDINGS;

export type Situation<Version extends RecordedVersion> = (typeof RECORDINGS)[Version][number];

/** The directory with one folder per version. */
export const FIXTURES = join(import.meta.dirname, "fixtures");

/** Reads one recording. */
export function loadRecording<Version extends RecordedVersion>(version: Version, situation: Situation<Version>): Recording {
  // The files are part of this repository, and contract/recorded-replies.test.ts parses every reply
  // in them with the schemas.
  return JSON.parse(readFileSync(join(FIXTURES, version, `${situation}.json`), "utf8")) as Recording;
}

/**
 * Reads all of them and everything written by `npm run record`, with folder and situation as a name
 * for test titles.
 */
export function loadAllRecordings(): readonly (Recording & { readonly name: string })[] {
  const byHand = Object.entries(RECORDINGS).flatMap(([version, situations]) =>
    situations.map((situation) => ({
      name: `${version}/${situation}`,
      // Object.entries loses the relation of situations to versions. The pairs come from the table
      // itself.
      ...loadRecording(version as RecordedVersion, situation as Situation<RecordedVersion>),
    })),
  );
  return [...byHand, ...Object.keys(RECORDINGS).flatMap((version) => loadRecorded(`${version}/recorded`))];
}

function loadRecorded(folder: string): readonly (Recording & { readonly name: string })[] {
  const directory = join(FIXTURES, folder);
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .toSorted()
    .map((file) => {
      // As in loadRecording.
      const recording = JSON.parse(readFileSync(join(directory, file), "utf8")) as Recording;
      return { name: `${folder}/${recording.situation}`, ...recording };
    });
}
