import { describe, expect, it } from "vitest";
import { freshSplits, restoredSplits, splitOwner } from "./split-assignment.ts";

describe("split assignment", () => {
  it.each([
    { readers: 1, owners: [0, 0] },
    { readers: 2, owners: [0, 1] },
    { readers: 3, owners: [0, 1] },
    { readers: 4, owners: [2, 3] },
  ])("[CP12] assigns the partitions of topic input to $readers readers as Flink does", ({ readers, owners }) => {
    expect([0, 1].map((partition) => splitOwner("input", partition, readers))).toEqual(owners);
  });

  const partitions = [
    { partition: 0, beginOffset: 10, endOffset: 20 },
    { partition: 1, beginOffset: 0, endOffset: 30 },
  ];
  const subtask = { subtaskIndex: 0, parallelism: 1 };

  it("[CP12] begins at the first stored record", () => {
    expect(freshSplits("input", partitions, [], subtask).map(({ offset }) => offset)).toEqual([10, 0]);
  });

  it("[CP12] begins at the committed offset if there is one", () => {
    const committed = [{ topic: "input", partition: 1, offset: 25 }];
    expect(freshSplits("input", partitions, committed, subtask).map(({ offset }) => offset)).toEqual([10, 25]);
  });

  it("[CP12] keeps restored offsets", () => {
    const splits = [{ topic: "input", partition: 1, offset: 17 }];
    expect(restoredSplits(splits)).toEqual(splits);
  });
});
