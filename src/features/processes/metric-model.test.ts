import { expect, it } from "vitest";

import { memoryPools, metricRows, metricTables } from "./metric-model.ts";

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

const tablesOf = (values: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    metricTables(values).map(({ label, rows }) => [label, rows.map(({ name, cells }) => [name, ...cells.map(({ words }) => words)])]),
  );

it("[F157] [F158] [F171] the JVM's memory: heap and non-heap, direct and mapped buffers", () => {
  const values = {
    "Status.JVM.Memory.Heap.Used": "1048576",
    "Status.JVM.Memory.Heap.Committed": "2097152",
    "Status.JVM.Memory.Heap.Max": "4194304",
    "Status.JVM.Memory.NonHeap.Used": "1024",
    "Status.JVM.Memory.NonHeap.Committed": "2048",
    "Status.JVM.Memory.NonHeap.Max": "-1",
    "Status.JVM.Memory.Direct.Count": "4129",
    "Status.JVM.Memory.Direct.MemoryUsed": "1024",
    "Status.JVM.Memory.Direct.TotalCapacity": "2048",
    "Status.JVM.Memory.Mapped.Count": "0",
  };
  expect(tablesOf(values)).toEqual({
    "JVM memory": [
      ["Heap", "1 MiB", "2 MiB", "4 MiB"],
      ["Non-heap", "1 KiB", "2 KiB", "no limit"],
    ],
    "Buffers outside the heap": [
      ["Direct", "4,129", "1 KiB", "2 KiB"],
      ["Mapped", "0", "–", "–"],
    ],
  });
});

it("[F159] [F160] [F171] network buffers, and the time of each garbage collector", () => {
  const values = {
    "Status.Shuffle.Netty.TotalMemorySegments": "4096",
    "Status.Shuffle.Netty.UsedMemorySegments": "23",
    "Status.Shuffle.Netty.AvailableMemorySegments": "4073",
    "Status.Shuffle.Netty.UsedMemory": "1024",
    "Status.JVM.GarbageCollector.G1_Young_Generation.Count": "8",
    "Status.JVM.GarbageCollector.G1_Young_Generation.Time": "121",
    "Status.JVM.GarbageCollector.G1_Young_Generation.TimeMsPerSecond": "0",
  };
  expect(tablesOf(values)).toEqual({
    "Network buffers": [
      ["Segments", "23", "4,073", "4,096"],
      ["Memory", "1 KiB", "–", "–"],
    ],
    "Garbage collection": [["G1 Young Generation", "8", "121 ms"]],
  });
  expect(metricTables({})).toEqual([]);
});

it("[F156] managed and network memory are pools too", () => {
  const values = {
    "Status.Flink.Memory.Managed.Used": "0",
    "Status.Flink.Memory.Managed.Total": "536870920",
    "Status.Shuffle.Netty.UsedMemory": "753664",
    "Status.Shuffle.Netty.TotalMemory": "134217728",
  };
  expect(memoryPools(values)).toEqual([
    { name: "Managed memory", usedBytes: 0, maxBytes: 536_870_920 },
    { name: "Network memory", usedBytes: 753_664, maxBytes: 134_217_728 },
  ]);
});
