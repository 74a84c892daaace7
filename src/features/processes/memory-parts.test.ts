import { expect, it } from "vitest";

import { createRecordedCluster } from "../../../mocks/recorded-cluster.ts";
import { loadRecording } from "../../../mocks/recordings.ts";
import { createFlinkClient } from "../../client/flink-client.ts";
import { jobManagerParts, taskManagerParts } from "./memory-parts.ts";

const client = createFlinkClient(createRecordedCluster(loadRecording("flink-2.3.0", "02-running-warm-metrics")));

const VALUES = {
  "Status.JVM.Memory.Heap.Used": "54714024",
  "Status.JVM.Memory.Heap.Max": "536870912",
  "Status.JVM.Memory.Metaspace.Used": "61168648",
  "Status.JVM.Memory.Metaspace.Max": "-1",
};

it("[F155] a TaskManager's memory has the eight pools of Flink's model, and their totals are sums", async () => {
  const { memoryConfiguration } = await client.call("taskManager", { taskmanagerid: "tm1" }, {});
  const parts = taskManagerParts(memoryConfiguration, VALUES);
  expect(parts.map(({ name, depth }) => `${"  ".repeat(depth)}${name}`)).toEqual([
    "Total process memory",
    "  Total Flink memory",
    "    Heap",
    "      Framework heap",
    "      Task heap",
    "    Managed",
    "    Framework off-heap",
    "    Task off-heap",
    "    Network",
    "  JVM metaspace",
    "  JVM overhead",
  ]);
  const heap = parts.find(({ name }) => name === "Heap");
  expect(heap).toMatchObject({ configuredBytes: 134_217_728 + 402_653_174, usedBytes: 54_714_024, limitBytes: 536_870_912 });
  const last = parts.at(-1);
  expect((last?.startBytes ?? 0) + (last?.configuredBytes ?? 0)).toBe(1_811_939_328);
  expect(parts.find(({ name }) => name === "JVM metaspace")).toMatchObject({ usedBytes: 61_168_648, limitBytes: undefined });
});

it("[F170] the JobManager's memory is read from its configuration", async () => {
  const sizes = { "heap.size": "1073741824b", "off-heap.size": "134217728b", "jvm-metaspace.size": "256m", "jvm-overhead.min": "192m" };
  const config = Object.entries({ ...sizes, "jvm-overhead.max": "1g" }).map(([name, value]) => ({
    key: `jobmanager.memory.${name}`,
    value,
  }));
  const parts = jobManagerParts(config, VALUES);
  expect(parts.map(({ name, configuredBytes }) => [name, configuredBytes])).toEqual([
    ["Total process memory", (1024 + 128 + 256 + 192) * 1024 ** 2],
    ["Total Flink memory", (1024 + 128) * 1024 ** 2],
    ["Heap", 1024 ** 3],
    ["Off-heap", 128 * 1024 ** 2],
    ["JVM metaspace", 256 * 1024 ** 2],
    ["JVM overhead", 192 * 1024 ** 2],
  ]);
  expect(parts.at(-1)?.configuredMaxBytes).toBe(1024 ** 3);
  expect(parts.find(({ name }) => name === "Heap")?.usedBytes).toBe(54_714_024);
});

it("a process that reports no sizes has no parts, and what follows an unknown part has no place", async () => {
  expect(taskManagerParts({}, {})).toEqual([]);
  expect(jobManagerParts([], VALUES)).toEqual([]);
  // The recorded JobManager was started without Flink's scripts, so only the total is configured.
  const recorded = jobManagerParts(await client.call("jobManagerConfig", {}, {}), {});
  expect(recorded[0]?.configuredBytes).toBe(1600 * 1024 ** 2);
  expect(recorded.slice(3).map(({ startBytes }) => startBytes)).toEqual([undefined, undefined, undefined]);
});
