import { cleanup, screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { Route, Routes } from "react-router";
import { expect, test } from "vitest";

import type { Transport } from "../client/transport.ts";
import { installPageFrame } from "../testing/page-frame.ts";
import { backendOver, recordedTransport, renderWithBackend } from "../testing/recorded-backend.tsx";
import { type ReplyCase, withCases } from "../testing/reply-cases.ts";
import { BarSlotContext } from "../ui/bar-slot.tsx";
import { JobManagerPage } from "./job-manager-page.tsx";
import { TaskManagerPage } from "./task-manager-page.tsx";

const frame = installPageFrame();

const TM1 = "/taskmanagers/:taskmanagerid";

function open(path: string, cases: readonly ReplyCase[] = [], values: Readonly<Record<string, string>> = {}): void {
  const recorded = withCases(recordedTransport("02-running-warm-metrics"), cases);
  const transport: Transport = (request) => {
    const { pathname, searchParams } = new URL(request.url);
    if (!pathname.endsWith("/metrics")) return recorded(request);
    const ids = searchParams.get("get")?.split(",");
    const known = Object.entries(values).filter(([id]) => ids?.includes(id) ?? true);
    return Promise.resolve(Response.json(known.map(([id, value]) => (ids === undefined ? { id } : { id, value }))));
  };
  renderWithBackend(
    <BarSlotContext value={frame.bar}>
      <Routes>
        <Route path="job-manager/*" element={<JobManagerPage />} />
        <Route path="task-manager/:taskManagerId/*" element={<TaskManagerPage />} />
      </Routes>
    </BarSlotContext>,
    backendOver(transport),
    path,
  );
}

/** The cells of a table's body, row by row. */
async function rowsOf(table: string): Promise<string[][]> {
  const [, ...rows] = within(await screen.findByRole("table", { name: table })).getAllByRole("row");
  return rows.map((row) =>
    within(row)
      .getAllByRole("cell")
      .map(({ textContent }) => textContent),
  );
}

test("[F153] the page of a TaskManager has its slots, tasks, machine, ports and path on every tab", async () => {
  const user = userEvent.setup();
  open("/task-manager/tm1/metrics", [{ path: TM1, change: { blocked: true } }]);
  const facts =
    "Free slots0 of 2Tasks8Cores2Physical memory23.5 GiBJVM heap512 MiBManaged memory512 MiBData port34179Pathpekko.tcp://flink@localhost:45213/user/rpc/taskmanager_0";
  const strip = (): string | undefined => document.querySelector("dl[aria-label='TaskManager facts']")?.textContent;
  await waitFor(() => expect(strip()).toBe(facts));
  expect(frame.bar.textContent).toMatch(/tm1blocked2 of 2 slots takenheartbeat .* ago/);
  frame.bar.querySelector("time")?.closest("button")?.focus();
  expect((await screen.findByRole("tooltip")).textContent).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} UTC/);
  await user.click(screen.getByRole("tab", { name: "Logs" }));
  expect(strip()).toBe(facts);
});

test("[F154] [F169] [F199] the tabs of a process follow the address, and an unknown one is the first", async () => {
  const selected = (): string | null => screen.getByRole("tab", { selected: true }).textContent;
  for (const [path, tab] of [
    ["/task-manager/tm1/metrics", "Metrics"],
    ["/task-manager/tm1/stdout", "Logs"],
    ["/task-manager/tm1/log-list", "Logs"],
    ["/task-manager/tm1/thread-dump", "Threads"],
    ["/task-manager/tm1/profiler", "Profiler"],
    ["/job-manager/config", "Configuration"],
    ["/job-manager/log", "Logs"],
    ["/job-manager/profiler", "Profiler"],
    ["/job-manager/nonsense", "Metrics"],
  ] as const) {
    open(path);
    await screen.findByRole("tab", { name: "Profiler" });
    expect(selected(), path).toBe(tab);
    cleanup();
  }
});

const HEAP = {
  "Status.JVM.Memory.Heap.Used": "54714024",
  "Status.JVM.Memory.Heap.Committed": "536870912",
  "Status.JVM.Memory.Heap.Max": "536870912",
};

const TASK_MANAGER_VALUES = {
  ...HEAP,
  "Status.JVM.Memory.Metaspace.Used": "61168648",
  "Status.JVM.Memory.Metaspace.Max": "268435456",
  "Status.Flink.Memory.Managed.Used": "1048576",
  "Status.Flink.Memory.Managed.Total": "536870920",
  "Status.Shuffle.Netty.UsedMemory": "753664",
  "Status.Shuffle.Netty.TotalMemory": "134217728",
  "Status.Shuffle.Netty.TotalMemorySegments": "4096",
  "Status.JVM.Memory.Direct.Count": "4129",
  "Status.JVM.GarbageCollector.G1_Young_Generation.Count": "8",
  "Status.JVM.GarbageCollector.G1_Young_Generation.Time": "121",
};

test("[F155] [F156] a TaskManager's memory: configured, used and maximum of each part", async () => {
  open("/task-manager/tm1/metrics", [], TASK_MANAGER_VALUES);
  await waitFor(async () => expect((await rowsOf("Memory model"))[2]).toContain("52.2 MiB"));
  expect(await rowsOf("Memory model")).toEqual([
    ["Total process memory", "1,728 MiB", "", "", ""],
    ["Total Flink memory", "1,280 MiB", "", "", ""],
    ["Heap", "512 MiB", "52.2 MiB", "512 MiB", ""],
    ["Framework heap", "128 MiB", "", "", ""],
    ["Task heap", "384 MiB", "", "", ""],
    ["Managed", "512 MiB", "1 MiB", "512 MiB", ""],
    ["Framework off-heap", "128 MiB", "", "", ""],
    ["Task off-heap", "0 B", "", "", ""],
    ["Network", "128 MiB", "736 KiB", "128 MiB", ""],
    ["JVM metaspace", "256 MiB", "58.3 MiB", "256 MiB", ""],
    ["JVM overhead", "192 MiB", "", "", ""],
  ]);
  // Drawn at its place: the metaspace follows Flink's memory.
  const row = screen.getByRole("row", { name: /JVM metaspace/ });
  const bar = row.querySelector("i");
  expect(bar?.style.left).toMatch(/^74\.07/);
  expect(bar?.style.width).toMatch(/^14\.8/);
  expect(screen.getByText("Network memory").parentElement?.textContent).toContain("0.7 of 128 MiB");
});

test("[F157] [F158] [F160] a TaskManager's JVM in tables", async () => {
  open("/task-manager/tm1/metrics", [], TASK_MANAGER_VALUES);
  expect(await rowsOf("Buffers outside the heap")).toEqual([["Direct", "4,129", "–", "–"]]);
  expect((await rowsOf("JVM memory"))[0]).toEqual(["Heap", "52.2 MiB", "512 MiB", "512 MiB"]);
  expect(await rowsOf("Garbage collection")).toEqual([["G1 Young Generation", "8", "121 ms"]]);
  expect((await rowsOf("Network buffers"))[0]).toEqual(["Segments", "–", "–", "4,096"]);
});

test("[F161] the resources of a TaskManager that no slot has", async () => {
  const freeResource = { cpuCores: 0.5, taskHeapMemory: 191, taskOffHeapMemory: 0, managedMemory: 256, networkMemory: 64 };
  open("/task-manager/tm1/metrics", [{ path: TM1, change: { freeResource } }]);
  const words = "CPU cores0.5 of 2Task heap191 of 383 MiBTask off-heap0 of 0 BManaged256 of 512 MiBNetwork64 of 128 MiB";
  await waitFor(() => expect(screen.getByRole("region", { name: "Free resources" }).querySelector("dl")?.textContent).toBe(words));
});

test("[F162] the allocated slots of a TaskManager, with job, tasks and resources", async () => {
  open("/task-manager/tm1/metrics");
  await screen.findAllByRole("link", { name: /^Click Event Count [0-9a-f]{32}$/ });
  expect((await rowsOf("Allocated slots"))[1]).toEqual([
    "2",
    "Click Event Count f4d5b097a90a7d463e51caafbe30028a",
    "4",
    "1",
    "191 MiB",
    "0 B",
    "256 MiB",
    "64 MiB",
  ]);
});

test("a TaskManager without a JVM gives the reason once, and shows no dashes", async () => {
  const unknown = { taskHeapMemory: -1, taskOffHeapMemory: -1, managedMemory: -1, networkMemory: -1 };
  const change = {
    memoryConfiguration: {},
    hardware: { cpuCores: -1, physicalMemory: -1, freeMemory: -1, managedMemory: -1 },
    totalResource: { cpuCores: 2, ...unknown },
    "allocatedSlots[].resource": { cpuCores: 1, ...unknown },
  };
  open("/task-manager/tm1/metrics", [{ path: TM1, change }], { "Status.Shuffle.Netty.UsedMemory": "1024" });
  await screen.findByText(/^The TaskManager reports no memory configuration\. A process without a JVM/);
  await waitFor(async () => expect((await rowsOf("Allocated slots"))[0]).toHaveLength(4));
  expect(screen.getByRole("tabpanel").textContent.split("JVM")).toHaveLength(3);
  expect(screen.queryByRole("table", { name: "JVM memory" })).toBeNull();
});

test("[F170] [F171] the JobManager's memory and its JVM", async () => {
  const sizes = [
    "heap.size=1073741824b",
    "off-heap.size=128m",
    "jvm-metaspace.size=256m",
    "jvm-overhead.min=192m",
    "jvm-overhead.max=192m",
  ];
  const reply = sizes.map((size) => ({ key: `jobmanager.memory.${size.split("=")[0] ?? ""}`, value: size.split("=")[1] }));
  open("/job-manager/metrics", [{ path: "/jobmanager/config", reply }], HEAP);
  await waitFor(async () => expect((await rowsOf("Memory model"))[2]).toEqual(["Heap", "1 GiB", "52.2 MiB", "512 MiB", ""]));
  expect((await rowsOf("Memory model")).map(([name, size]) => `${name ?? ""} ${size ?? ""}`)).toEqual([
    "Total process memory 1,600 MiB",
    "Total Flink memory 1,152 MiB",
    "Heap 1 GiB",
    "Off-heap 128 MiB",
    "JVM metaspace 256 MiB",
    "JVM overhead 192 MiB",
  ]);
  expect(await rowsOf("JVM memory")).toEqual([["Heap", "52.2 MiB", "512 MiB", "512 MiB"]]);
  cleanup();
  open("/job-manager/metrics", [{ path: "/jobmanager/config", reply: [] }]);
  await screen.findByText(/^The cluster's configuration has no sizes for the JobManager's memory/);
});
