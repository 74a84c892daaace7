import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keyGroupRangeOf } from "../../../core/key-groups.ts";
import type { JobGraph, JobVertex } from "../../graph/job-graph.ts";
import type { SplitOffset, SubtaskState } from "../../protocol/state.ts";
import type { CompletedCheckpoint } from "./completed-checkpoint.ts";
import { assignState, StateRestoreError } from "./state-assignment.ts";

const MAX_PARALLELISM = 128;

function vertexOf(parallelism: number, maxParallelism = MAX_PARALLELISM): JobVertex {
  return {
    id: "0da08f51eaa85fc298e176a139b3649a",
    uid: "counter",
    name: "ClickEvent Counter",
    description: "",
    parallelism,
    maxParallelism,
    slotSharingGroupId: "",
    operator: { kind: "window-count", sizeMs: 15_000, time: "event" },
  };
}

function graphOf(vertex: JobVertex): JobGraph {
  const checkpoints = {
    timeoutMs: 1,
    minPauseMs: 0,
    tolerableFailures: 0,
    retention: "NO_EXTERNALIZED_CHECKPOINTS",
  } as const;
  return {
    jobId: "j",
    name: "n",
    vertices: [vertex],
    edges: [],
    checkpoints,
    configuration: [],
    bufferTimeoutMs: 0,
    autoWatermarkIntervalMs: 0,
  };
}

function checkpointOf(subtasks: readonly SubtaskState[]): CompletedCheckpoint {
  const operator = { operatorId: vertexOf(1).id, parallelism: subtasks.length, maxParallelism: MAX_PARALLELISM, subtasks };
  return { jobId: "j", jobName: "n", isSavepoint: false, checkpointId: 7, triggerTimestamp: 0, operators: [operator] };
}

/** Keyed state as `parallelism` subtasks write it. */
function keyedSubtasks(parallelism: number): SubtaskState[] {
  return Array.from({ length: parallelism }, (_, index) => {
    const { start, end } = keyGroupRangeOf(index, MAX_PARALLELISM, parallelism);
    return { keyed: { keyGroupStart: start, keyGroupEnd: end, handle: { type: "file", path: `/s/${String(index)}`, sizeBytes: 1 } } };
  });
}

function splits(count: number): SplitOffset[] {
  return Array.from({ length: count }, (_, partition) => ({ topic: "input", partition, offset: partition * 10 }));
}

const PARALLELISM = fc.integer({ min: 1, max: MAX_PARALLELISM });

describe("state assignment", () => {
  it("gives every subtask every part that holds a key group of its own, and no other", () => {
    fc.assert(
      fc.property(PARALLELISM, PARALLELISM, (before, after) => {
        const assigned = assignState(graphOf(vertexOf(after)), checkpointOf(keyedSubtasks(before))).get(vertexOf(1).id) ?? [];
        expect(assigned).toHaveLength(after);
        assigned.forEach(({ keyed }, index) => {
          const own = keyGroupRangeOf(index, MAX_PARALLELISM, after);
          const covered = new Set(keyed.flatMap((part) => range(part.keyGroupStart, part.keyGroupEnd)));
          expect(range(own.start, own.end).every((keyGroup) => covered.has(keyGroup))).toBe(true);
          expect(keyed.every((part) => part.keyGroupStart <= own.end && part.keyGroupEnd >= own.start)).toBe(true);
        });
      }),
    );
  });

  it("hands out each split exactly once, with its offset, at any parallelism", () => {
    fc.assert(
      fc.property(PARALLELISM, PARALLELISM, fc.integer({ min: 0, max: 20 }), (before, after, count) => {
        const written: SplitOffset[][] = Array.from({ length: before }, () => []);
        splits(count).forEach((split, index) => written[index % before]?.push(split));
        const checkpoint = checkpointOf(written.map((own) => ({ splits: own })));
        const assigned = assignState(graphOf(vertexOf(after)), checkpoint).get(vertexOf(1).id) ?? [];
        const all = assigned.flatMap((restored) => restored.splits ?? []).toSorted((a, b) => a.partition - b.partition);
        expect(all).toEqual(splits(count));
        expect(assigned.every((restored) => restored.splits !== undefined)).toBe(true);
      }),
    );
  });

  it("restores one to one at equal parallelism", () => {
    const subtasks = keyedSubtasks(3).map((state, index) => ({
      ...state,
      splits: splits(3).filter(({ partition }) => partition === 2 - index),
    }));
    const assigned = assignState(graphOf(vertexOf(3)), checkpointOf(subtasks)).get(vertexOf(1).id);
    expect(assigned).toEqual(subtasks.map(({ keyed, splits: own }) => ({ checkpointId: 7, keyed: [keyed], splits: own })));
  });

  it("gives no splits to an operator that wrote none", () => {
    const assigned = assignState(graphOf(vertexOf(1)), checkpointOf([{}])).get(vertexOf(1).id);
    expect(assigned).toEqual([{ checkpointId: 7, keyed: [] }]);
  });

  it("leaves out a vertex that the checkpoint does not know", () => {
    expect(assignState(graphOf({ ...vertexOf(1), id: "other" }), checkpointOf([{}])).size).toBe(0);
  });

  it("refuses another number of key groups", () => {
    expect(() => assignState(graphOf(vertexOf(1, 256)), checkpointOf(keyedSubtasks(2)))).toThrow(StateRestoreError);
    expect(() => assignState(graphOf(vertexOf(1, 256)), checkpointOf(keyedSubtasks(2)))).toThrow("with max parallelism 128 to new program");
  });
});

function range(start: number, end: number): number[] {
  return Array.from({ length: end - start + 1 }, (_, index) => start + index);
}
