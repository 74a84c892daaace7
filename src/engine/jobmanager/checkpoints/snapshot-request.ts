// The requests to a checkpoint coordinator, and the listeners of their results.

import type { ErrorInfo } from "../../protocol/error-info.ts";
import type { SnapshotType } from "../../protocol/jobmanager-taskmanager.ts";
import type { CompletedCheckpoint } from "./completed-checkpoint.ts";

/** Flink: SavepointFormatType. Drey writes one format; the word is kept and shown. */
export type SavepointFormat = "CANONICAL" | "NATIVE";

/** A requested checkpoint or savepoint: by a user, or by the job master for a user. */
export interface SnapshotRequest {
  readonly snapshotType: SnapshotType;
  /** Of a savepoint. */
  readonly format: SavepointFormat;
  /** Directory in which a savepoint makes its own, without scheme; a checkpoint goes where checkpoints go. */
  readonly targetDirectory: string | undefined;
  /** It has its id, and its barriers are about to be sent. */
  onTriggered?(checkpointId: number): void;
  /** Its metadata are stored. `externalPath` in the form `file:/…`. */
  onCompleted(checkpoint: CompletedCheckpoint, externalPath: string): void;
  /** It was not taken, or given up. */
  onFailed(error: ErrorInfo): void;
}

/** The type as Flink's log prints it. Flink: CheckpointType.toString, SavepointType.toString. */
export function describeSnapshotType(snapshotType: SnapshotType, format: SavepointFormat): string {
  switch (snapshotType) {
    case "checkpoint":
      return "CheckpointType{name='Checkpoint', sharingFilesStrategy=FORWARD_BACKWARD}";
    case "savepoint":
      return `SavepointType{name='Savepoint', postCheckpointAction=NONE, formatType=${format}}`;
    case "suspend-savepoint":
      return `SavepointType{name='Suspend Savepoint', postCheckpointAction=SUSPEND, formatType=${format}}`;
    case "terminate-savepoint":
      return `SavepointType{name='Terminate Savepoint', postCheckpointAction=TERMINATE, formatType=${format}}`;
  }
}
