import { expect, test } from "vitest";

import { heapUse } from "./heap-use.ts";

test("both metrics are read, in whatever order they come", () => {
  const metrics = [
    { id: "Status.JVM.Memory.Heap.Max", value: "1073741824" },
    { id: "Status.JVM.Memory.Heap.Used", value: "57031440" },
  ];
  expect(heapUse(metrics)).toEqual({ usedBytes: 57_031_440, maxBytes: 1_073_741_824 });
});

test("unmeasured values are absent: no reply, no such metric, or Flink's -1", () => {
  expect(heapUse(undefined)).toEqual({ usedBytes: undefined, maxBytes: undefined });
  expect(heapUse([{ id: "Status.JVM.Memory.Heap.Max", value: "-1" }])).toEqual({ usedBytes: undefined, maxBytes: undefined });
});
