import type { SeenCheckpoint } from "../domain/seen-checkpoints.ts";

/** Checkpoints 1 to `count`, one per second, 20 ms and 7000 B each. */
export function seenOf(count: number, over: (id: number) => Partial<SeenCheckpoint> = () => ({})): SeenCheckpoint[] {
  return Array.from({ length: count }, (_, index): SeenCheckpoint => {
    const id = index + 1;
    return {
      id,
      status: "COMPLETED",
      isSavepoint: false,
      isUnaligned: false,
      type: undefined,
      triggeredMs: id * 1000,
      acknowledgedMs: id * 1000 + 20,
      durationMs: 20,
      checkpointedBytes: 7000,
      stateBytes: 7000,
      processedBytes: 0,
      persistedBytes: 0,
      acknowledgedSubtasks: 8,
      subtasks: 8,
      failure: undefined,
      path: undefined,
      ...over(id),
    };
  });
}
