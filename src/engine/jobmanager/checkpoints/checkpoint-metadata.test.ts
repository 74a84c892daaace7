import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { StateHandle, SubtaskState } from "../../protocol/state.ts";
import { CheckpointMetadataError, decodeCheckpointMetadata, encodeCheckpointMetadata } from "./checkpoint-metadata.ts";
import type { CompletedCheckpoint } from "./completed-checkpoint.ts";

const handle: fc.Arbitrary<StateHandle> = fc.oneof(
  fc.uint8Array({ maxLength: 50 }).map((bytes) => ({ type: "inline" as const, bytes })),
  fc.nat().map((sizeBytes) => ({ type: "file" as const, path: "/tmp/chk-1/a", sizeBytes })),
);
const subtask: fc.Arbitrary<SubtaskState> = fc.oneof(
  fc.constant({}),
  handle.map((keyedHandle) => ({ keyed: { keyGroupStart: 0, keyGroupEnd: 63, handle: keyedHandle } })),
  fc.nat().map((offset) => ({ splits: [{ topic: "in ✓", partition: 0, offset }] })),
);
const checkpoint: fc.Arbitrary<CompletedCheckpoint> = fc.array(fc.array(subtask, { maxLength: 4 }), { maxLength: 4 }).map((operators) => ({
  jobId: "f4d5b097a90a7d463e51caafbe30028a",
  jobName: "Click Event Count",
  isSavepoint: false,
  checkpointId: 48,
  triggerTimestamp: 1_795_248_404_424,
  operators: operators.map((subtasks, index) => ({
    operatorId: String(index),
    parallelism: subtasks.length,
    maxParallelism: 128,
    subtasks,
  })),
}));

describe("checkpoint metadata", () => {
  it("reads back what it wrote", () => {
    fc.assert(
      fc.property(checkpoint, (written) => {
        expect(decodeCheckpointMetadata(encodeCheckpointMetadata(written))).toEqual(written);
      }),
    );
  });

  it("refuses a file that is not a checkpoint", () => {
    expect(() => decodeCheckpointMetadata(new Uint8Array(3))).toThrow(CheckpointMetadataError);
    expect(() => decodeCheckpointMetadata(new Uint8Array(100))).toThrow("The file is not checkpoint metadata.");
  });

  it("refuses a file that was cut off anywhere", () => {
    const subtasks = [{ keyed: { keyGroupStart: 0, keyGroupEnd: 127, handle: { type: "inline" as const, bytes: new Uint8Array(20) } } }];
    const operator = { operatorId: "a", parallelism: 1, maxParallelism: 128, subtasks };
    const file = encodeCheckpointMetadata({
      jobId: "j",
      jobName: "n",
      isSavepoint: true,
      checkpointId: 1,
      triggerTimestamp: 2,
      operators: [operator],
    });
    for (let length = 0; length < file.length; length++) {
      expect(() => decodeCheckpointMetadata(file.subarray(0, length)), `cut to ${String(length)}`).toThrow(CheckpointMetadataError);
    }
  });
});
