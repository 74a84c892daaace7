import { expect, it } from "vitest";

import { memoryPools, metricRows } from "./metric-model.ts";

const VALUES = {
  "Status.JVM.Memory.NonHeap.Max": "-1",
  "Status.JVM.Memory.NonHeap.Used": "1048576",
  "Status.JVM.Memory.Heap.Used": "41653816",
  "Status.JVM.Memory.Heap.Max": "1073741824",
  "Status.JVM.CPU.Load": "0.25",
  "Status.JVM.CPU.Time": "3000000000",
  "Status.JVM.GarbageCollector.G1_Old.Time": "120",
  taskSlotsTotal: "2",
  "some.ratio": "0.5",
  "a.word": "NaN",
};

it("reads units from Flink's names, and keeps values that are not numbers", () => {
  const words = Object.fromEntries(metricRows(Object.keys(VALUES), VALUES).map(({ id, words: text }) => [id, text]));
  expect(words).toMatchObject({
    "Status.JVM.Memory.NonHeap.Max": "no limit",
    "Status.JVM.Memory.Heap.Max": "1 GiB",
    "Status.JVM.CPU.Load": "25 %",
    "Status.JVM.CPU.Time": "3.0 s",
    "Status.JVM.GarbageCollector.G1_Old.Time": "120 ms",
    taskSlotsTotal: "2",
    "some.ratio": "0.5",
    "a.word": "NaN",
  });
});

it("is in the order of the names", () => {
  const ids = metricRows(Object.keys(VALUES), VALUES).map(({ id }) => id);
  expect(ids).toEqual(ids.toSorted((a, b) => a.localeCompare(b)));
});

it("knows the pools of the JVM that are measured, and that some have no limit", () => {
  expect(memoryPools(VALUES)).toEqual([
    { name: "JVM heap", usedBytes: 41653816, maxBytes: 1073741824 },
    { name: "JVM non-heap", usedBytes: 1048576, maxBytes: undefined },
  ]);
  expect(memoryPools({})).toEqual([]);
});
