// Paths of checkpoints and savepoints: as users write them, as storage knows them, as Flink prints them. Flink: AbstractFsCheckpointStorageAccess.

import { errResult, okResult, type Result } from "../../../base/result.ts";
import type { Rng } from "../../host.ts";
import { randomHexId } from "../random-id.ts";

/** Name of the file that makes a directory a checkpoint. */
export const METADATA_FILE = "_metadata";

const RANDOM_DIGITS = 12;
const JOB_ID_DIGITS = 6;

/** A path without scheme and without `/` at the end, from `/tmp/x`, `file:/tmp/x` or `file:///tmp/x`. The error is Flink's sentence. */
export function localPathOf(uri: string): Result<string, string> {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(uri)?.[1];
  if (scheme !== undefined && scheme.toLowerCase() !== "file") {
    return errResult(`Could not find a file system implementation for scheme '${scheme}'.`);
  }
  const path = `/${uri.slice(scheme === undefined ? 0 : scheme.length + 1)}`.replaceAll(/\/+/g, "/").replace(/\/$/, "");
  return path === "" ? errResult("Cannot use the root directory for checkpoints.") : okResult(path);
}

/** A fresh directory for a savepoint: `<target>/savepoint-<first 6 digits of the job's id>-<12 random digits>`. */
export function savepointDirectory(targetDirectory: string, jobId: string, rng: Rng): string {
  return `${targetDirectory}/savepoint-${jobId.slice(0, JOB_ID_DIGITS)}-${randomHexId(rng, RANDOM_DIGITS)}`;
}

/** The directory of a checkpoint that may be named by its directory or by its metadata file. */
export function directoryOf(path: string): string {
  return path.endsWith(`/${METADATA_FILE}`) ? path.slice(0, -METADATA_FILE.length - 1) : path;
}
