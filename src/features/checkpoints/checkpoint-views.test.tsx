import { cleanup, screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { type ReactNode, useState } from "react";
import { afterEach, expect, it, vi } from "vitest";

import type { Transport } from "../../client/transport.ts";
import { useFact } from "../../client/use-client.tsx";
import { checkpointsOptions } from "../../observe/checkpoints.ts";
import { jobOptions } from "../../observe/jobs.ts";
import { backendOver, recordedTransport, renderWithBackend } from "../../testing/recorded-backend.tsx";
import { LONG_TEST_MS } from "../../testing/limits.ts";
import { withCases } from "../../testing/reply-cases.ts";
import { CheckpointInspector } from "./checkpoint-inspector.tsx";
import { CheckpointsPanel } from "./checkpoints-panel.tsx";

// Looks for many elements by role, which is slow without a browser.
vi.setConfig({ testTimeout: LONG_TEST_MS });

const JOB = "f4d5b097a90a7d463e51caafbe30028a";
const RESTORED_AT_3 = "e14745581bb1fbc0f8e2da48b99b65de";
const SOURCE = "e5a72f353fc1e6bbf3bd96a41384998c";

type Pair = readonly [number, number];

function Checkpoints({
  jobId,
  checkpointId,
  pair,
}: {
  jobId: string;
  checkpointId: number | undefined;
  pair: Pair | undefined;
}): ReactNode {
  const job = useFact(jobOptions, jobId).data?.job;
  const live = useFact(checkpointsOptions, jobId).data;
  const [selectedId, setSelectedId] = useState(checkpointId);
  const [view, setView] = useState<string | undefined>(undefined);
  const [comparedIds, setComparedIds] = useState(pair);
  return (
    <>
      <CheckpointsPanel
        jobId={jobId}
        live={live}
        vertices={job?.vertices ?? []}
        selectedId={selectedId}
        isFollowing={false}
        view={view}
        onSelect={setSelectedId}
        onFollow={() => undefined}
        onView={setView}
        comparedIds={comparedIds}
        onCompare={(ids) => {
          setView("compare");
          setComparedIds(ids);
        }}
      />
      {selectedId !== undefined && (
        <CheckpointInspector
          jobId={jobId}
          checkpointId={selectedId}
          isFollowing={false}
          vertices={job?.vertices ?? []}
          live={live}
          onOperators={() => setView("operators")}
          onClose={() => setSelectedId(undefined)}
        />
      )}
    </>
  );
}

function show(
  transport: Transport,
  { jobId = JOB, checkpointId, comparedIds }: { jobId?: string; checkpointId?: number; comparedIds?: Pair } = {},
) {
  renderWithBackend(<Checkpoints jobId={jobId} checkpointId={checkpointId} pair={comparedIds} />, backendOver(transport));
  return userEvent.setup();
}

/** Opens a view by its button. */
async function open(user: ReturnType<typeof userEvent.setup>, view: string | RegExp): Promise<void> {
  await user.click(await within(await screen.findByRole("group", { name: "View" })).findByRole("button", { name: view }));
}

/** The cells of the rows of a table that has loaded, without its head. */
async function cellsOf(table: string): Promise<string[][]> {
  const found = await screen.findByRole("table", { name: table });
  await waitFor(() => expect(found.getAttribute("aria-busy")).not.toBe("true"));
  return within(found)
    .getAllByRole("row")
    .slice(1)
    .map((row) =>
      within(row)
        .getAllByRole("cell")
        .map(({ textContent }) => textContent),
    );
}

/** Names and values of a list of facts. */
function factsOf(region: HTMLElement): Record<string, string> {
  const names = [...region.querySelectorAll("dt")];
  return Object.fromEntries(names.map((name) => [name.textContent, name.nextElementSibling?.textContent ?? ""]));
}

const TIME = expect.stringMatching(/\d\d:\d\d:\d\d\.\d$/);
const TIME_WITH_MS = expect.stringMatching(/\d\d:\d\d:\d\d\.\d{3}$/);

afterEach(cleanup);

it("[F124] keeps the place of the history until the first reply, and says why it is empty", async () => {
  const empty = {
    counts: { restored: 0, total: 0, in_progress: 0, completed: 0, failed: 0 },
    latest: { completed: null, savepoint: null, failed: null, restored: null },
    history: [],
  };
  const user = show(withCases(recordedTransport("02-running"), [{ path: "/jobs/:jobid/checkpoints", reply: empty }]));
  expect(screen.getByRole("table", { name: "Checkpoints" }).getAttribute("aria-busy")).toBe("true");
  expect(await screen.findByText("No checkpoint was triggered yet.")).toBeDefined();
  await open(user, "Summary");
  expect(await screen.findByText("The summary starts with the first completed checkpoint.")).toBeDefined();
  await open(user, "Latest of each kind");
  expect(await screen.findByText("No savepoint was completed.")).toBeDefined();
});

it("[F125] counts triggered, completed, failed and restored checkpoints, and those in progress", async () => {
  const changed = withCases(recordedTransport("05-recovered"), [
    { path: "/jobs/:jobid/checkpoints", change: { "counts.in_progress": 1, "counts.restored": 3 } },
  ]);
  show(changed);
  const figures = await screen.findByRole("region", { name: "Checkpoint statistics" });
  await waitFor(() => expect(figures.textContent).toContain("Completed59of 62, 3 failed, 1 in progress"));
  expect(figures.textContent).toContain("Restored from483 restores");
});

it("[F126] [F127] shows the facts of the latest completed and failed checkpoint, and opens their details", async () => {
  const user = show(recordedTransport("05-recovered"));
  await open(user, "Latest of each kind");
  const completed = await screen.findByRole("region", { name: "Latest completed" });
  expect(factsOf(completed)).toEqual({
    ID: "60",
    Completed: TIME_WITH_MS,
    "End to end": "21 ms",
    "Checkpointed size": "7.4 KiB",
    "Full size": "7.4 KiB",
    "Processed (persisted)": "66 B (0 B)",
    Type: "aligned checkpoint",
    Discarded: "no",
  });
  expect(completed.textContent).toContain(`file:/tmp/flink-checkpoints-directory/${JOB}/chk-60`);
  const failed = screen.getByRole("region", { name: "Latest failed" });
  expect(factsOf(failed)).toEqual({ ID: "49", Failed: TIME_WITH_MS, After: "11 ms", Cause: "Trigger checkpoint failure." });
  await user.click(within(completed).getByRole("button", { name: "60" }));
  expect(await screen.findByRole("complementary", { name: "Checkpoint 60" })).toBeDefined();
});

it("[F128] [F129] shows format and path of the latest savepoint, and the path of the latest restore", async () => {
  const user = show(recordedTransport("07-stop"));
  await open(user, "Latest of each kind");
  const savepoint = await screen.findByRole("region", { name: "Latest savepoint" });
  expect(factsOf(savepoint)).toMatchObject({
    ID: "66",
    "Checkpointed size": "4.7 KiB",
    "Full size": "4.7 KiB",
    Type: "savepoint on stop",
    Format: "CANONICAL",
  });
  expect(savepoint.textContent).toContain("file:/tmp/flink-savepoints-directory/savepoint-f4d5b0-0a6736f05344");
  const restore = screen.getByRole("region", { name: "Latest restore" });
  expect(factsOf(restore)).toEqual({ ID: "48", Restored: TIME_WITH_MS, Type: "checkpoint" });
  expect(restore.textContent).toContain(`file:/tmp/flink-checkpoints-directory/${JOB}/chk-48`);
  cleanup();

  const again = show(recordedTransport("10-restored-at-3"), { jobId: RESTORED_AT_3 });
  await open(again, "Latest of each kind");
  const fromSavepoint = await screen.findByRole("region", { name: "Latest restore" });
  expect(factsOf(fromSavepoint)).toMatchObject({ ID: "66", Type: "savepoint" });
  expect(fromSavepoint.textContent).toContain("file:/tmp/flink-savepoints-directory/savepoint-f4d5b0-0a6736f05344");
});

it("[F130] lists each checkpoint with all its values, those of a failed one and of one in progress too", async () => {
  const recorded = recordedTransport("04-restarting-without-slots");
  show(async (request) => {
    const response = await recorded(request);
    if (!request.url.endsWith("/checkpoints")) return response;
    const reply = await response.json();
    const [newest] = reply.history;
    const pending = { ...newest, className: "in_progress", status: "IN_PROGRESS", id: 50, num_acknowledged_subtasks: 5 };
    return Response.json({ ...reply, history: [pending, ...reply.history] });
  });
  const table = await screen.findByRole("table", { name: "Checkpoints" });
  expect(
    within(table)
      .getAllByRole("columnheader")
      .map(({ textContent }) => textContent),
  ).toEqual([
    "ID",
    "Status",
    "Type",
    "Triggered",
    "Acknowledged",
    "Latest acknowledgement",
    "End to end duration",
    "Checkpointed size",
    "Full size",
    "Processed (persisted)",
    "Note",
  ]);
  await waitFor(async () => expect((await cellsOf("Checkpoints"))[0]?.[0]).toBe("50"));
  const [pending, failed, completed] = await cellsOf("Checkpoints");
  expect(pending?.[4]).toBe("5 of 8, 63 %");
  expect(failed).toEqual([
    "49",
    "FAILED",
    "checkpoint",
    TIME,
    "0 of 8",
    "–",
    "11 ms",
    "0 B",
    "0 B",
    "0 B (0 B)",
    "Trigger checkpoint failure.",
  ]);
  expect(completed?.slice(0, 10)).toEqual([
    "48",
    "COMPLETED",
    "checkpoint",
    TIME,
    "8 of 8",
    TIME,
    "18 ms",
    "6.9 KiB",
    "6.9 KiB",
    "402 B (0 B)",
  ]);
});

it("[F131] has minimum, average, maximum and percentiles of each measure", async () => {
  const user = show(recordedTransport("05-recovered"));
  await open(user, "Summary");
  const table = await screen.findByRole("table", { name: "Summary of the completed checkpoints" });
  expect(
    within(table)
      .getAllByRole("columnheader")
      .map(({ textContent }) => textContent),
  ).toEqual(["Measure", "Minimum", "Average", "Maximum", "50 %", "90 %", "95 %", "99 %", "99.9 %"]);
  expect(await cellsOf("Summary of the completed checkpoints")).toEqual([
    ["End to end duration", "15 ms", "33 ms", "206 ms", "25 ms", "53 ms", "86 ms", "206 ms", "206 ms"],
    ["Checkpointed size", "6.5 KiB", "7 KiB", "7.4 KiB", "6.9 KiB", "7.4 KiB", "7.4 KiB", "7.4 KiB", "7.4 KiB"],
    ["Full size", "6.5 KiB", "7 KiB", "7.4 KiB", "6.9 KiB", "7.4 KiB", "7.4 KiB", "7.4 KiB", "7.4 KiB"],
    ["Processed in-flight data", "0 B", "325 B", "804 B", "340 B", "670 B", "804 B", "804 B", "804 B"],
    ["Persisted in-flight data", "0 B", "0 B", "0 B", "0 B", "0 B", "0 B", "0 B", "0 B"],
  ]);
});

it("[F132] has path, type, format, whether it was discarded, and the failure in the details", async () => {
  show(recordedTransport("02-running"), { checkpointId: 45 });
  const details = await screen.findByRole("complementary", { name: "Checkpoint 45" });
  await waitFor(() => expect(factsOf(details)).toMatchObject({ Type: "aligned checkpoint", Discarded: "no" }));
  expect(factsOf(details)).toMatchObject({ "Checkpointed size": "6.9 KiB", "Processed (persisted)": "198 B (0 B)" });
  expect(details.textContent).toContain(`file:/tmp/flink-checkpoints-directory/${JOB}/chk-45`);
  cleanup();

  const savepoint = { is_savepoint: true, savepointFormat: "NATIVE", checkpoint_type: "SYNC_SAVEPOINT", discarded: true };
  show(withCases(recordedTransport("02-running"), [{ path: "/jobs/:jobid/checkpoints/details/:checkpointid", change: savepoint }]), {
    checkpointId: 45,
  });
  const other = await screen.findByRole("complementary", { name: "Savepoint 45" });
  await waitFor(() => expect(factsOf(other)).toMatchObject({ Type: "savepoint on stop", Format: "NATIVE", Discarded: "yes" }));
  cleanup();

  show(recordedTransport("04-restarting-without-slots"), { checkpointId: 49 });
  const failed = await screen.findByRole("complementary", { name: "Checkpoint 49" });
  await waitFor(() => expect(factsOf(failed)).toMatchObject({ Type: "checkpoint", Failed: "Trigger checkpoint failure." }));
});

it("[F133] [F134] [F135] has all values of each operator and subtask as tables, the subtasks with a summary", async () => {
  const user = show(recordedTransport("02-running"), { checkpointId: 45 });
  await user.click(await screen.findByRole("button", { name: "All columns" }));
  expect((await cellsOf("Operators of the checkpoint")).slice(0, 2)).toEqual([
    ["Source: ClickEvent Source", "2 of 2", TIME, "25 ms", "546 B", "546 B", "0 B (0 B)"],
    ["ClickEvent Counter", "2 of 2", TIME, "25 ms", "5.3 KiB", "5.3 KiB", "198 B (0 B)"],
  ]);
  const operators = screen.getByRole("table", { name: "Operators of the checkpoint" });
  await user.click(within(operators).getByRole("cell", { name: "ClickEvent Counter" }));
  await waitFor(async () =>
    expect(await cellsOf("Subtasks of the operator")).toEqual([
      ["0", TIME, "24 ms", "2.7 KiB", "2.7 KiB", "0 ms", "0 ms", "0 B (0 B)", "0 ms", "8 ms", "no"],
      ["1", TIME, "25 ms", "2.6 KiB", "2.6 KiB", "0 ms", "6 ms", "198 B (0 B)", "0 ms", "8 ms", "no"],
    ]),
  );
  expect(await cellsOf("Summary of the subtasks")).toEqual([
    ["End to end duration", "24 ms", "24 ms", "25 ms"],
    ["Sync duration", "0 ms", "0 ms", "0 ms"],
    ["Async duration", "0 ms", "3 ms", "6 ms"],
    ["Alignment duration", "0 ms", "0 ms", "0 ms"],
    ["Start delay", "8 ms", "8 ms", "8 ms"],
    ["Checkpointed size", "2.6 KiB", "2.6 KiB", "2.7 KiB"],
    ["Full size", "2.6 KiB", "2.6 KiB", "2.7 KiB"],
    ["Processed in-flight data", "0 B", "99 B", "198 B"],
    ["Persisted in-flight data", "0 B", "0 B", "0 B"],
  ]);
  const table = screen.getByRole("table", { name: "Subtasks of the operator" });
  for (const head of within(table).getAllByRole("columnheader")) expect(within(head).getAllByRole("button")[0]?.textContent).toMatch(/\w/);
  await user.click(within(table).getByRole("button", { name: "Async" }));
  expect((await cellsOf("Subtasks of the operator")).map(([id]) => id)).toEqual(["1", "0"]);
});

const SUBTASKS = "/jobs/:jobid/checkpoints/details/:checkpointid/subtasks/:vertexid";

it("[F135] [F136] shows an aborted subtask, and n/a with the logs of its TaskManager for a pending one", async () => {
  const pending = { className: "pending", status: "pending_or_failed", index: 1 };
  const cluster = withCases(recordedTransport("02-running"), [
    { path: SUBTASKS, change: { "subtasks.0.aborted": true, "subtasks.0.unaligned_checkpoint": true, "subtasks.1": pending } },
    {
      path: "/jobs/:jobid/checkpoints/details/:checkpointid",
      change: { className: "in_progress", status: "IN_PROGRESS", "tasks.*.num_acknowledged_subtasks": 1, "tasks.*.status": "IN_PROGRESS" },
    },
    { path: "/jobs/:jobid/vertices/:vertexid", change: { "subtasks.1.taskmanager-id": "tm 2" } },
  ]);
  const user = show(cluster, { checkpointId: 45 });
  await open(user, "Operators of 45");
  expect((await cellsOf("Operators of the checkpoint"))[0]?.[1]).toBe("1 of 2, 50 %");
  await waitFor(async () => {
    const [aborted, waiting] = await cellsOf("Subtasks of the operator");
    expect(aborted?.[2]).toBe("24 ms, aborted");
    expect(aborted?.[10]).toBe("yes");
    expect(waiting).toEqual(["1", "n/a View logs", ...Array.from({ length: 9 }, () => "n/a")]);
  });
  expect(screen.getByRole("link", { name: "View logs" }).getAttribute("href")).toBe("/task-manager/tm%202/logs");
});

it("renders only the rows in view of 1,600 subtasks", async () => {
  const recorded = recordedTransport("02-running");
  const user = show(
    async (request) => {
      const response = await recorded(request);
      if (!request.url.endsWith(SOURCE) || !request.url.includes("/subtasks/")) return response;
      const reply = await response.json();
      const subtasks = Array.from({ length: 1600 }, (_, index) => ({ ...reply.subtasks[0], index }));
      return Response.json({ ...reply, num_subtasks: 1600, num_acknowledged_subtasks: 1600, subtasks });
    },
    { checkpointId: 45 },
  );
  await open(user, "Operators of 45");
  await waitFor(async () => expect((await cellsOf("Subtasks of the operator"))[0]?.[0]).toBe("0"));
  expect(document.querySelectorAll("*").length).toBeLessThan(3000);
});

it("says which checkpoint has no details any more", async () => {
  const user = show(recordedTransport("02-running"), { checkpointId: 12 });
  await open(user, "Operators of 12");
  expect(await screen.findByText("The cluster keeps no details of checkpoint 12.")).toBeDefined();
});

it("[F137] shows the whole configuration", async () => {
  show(recordedTransport("02-running"));
  const settings = await screen.findByRole("region", { name: "Checkpoint configuration" });
  expect(factsOf(settings)).toEqual({
    Mode: "exactly once",
    Interval: "1 s",
    Timeout: "10m 00s",
    "Minimum pause": "0 ms",
    "Max concurrent": "1",
    "Tolerable failures": "0",
    Unaligned: "no",
    "Kept when the job ends": "no",
    "Checkpoints after tasks finish": "yes",
    "State backend": "HashMapStateBackend",
    Storage: "FileSystemCheckpointStorage",
    "State changelog": "no",
  });
  cleanup();

  const change = {
    unaligned_checkpoints: true,
    aligned_checkpoint_timeout: 30_000,
    state_changelog_enabled: true,
    changelog_storage: "filesystem",
    changelog_periodic_materialization_interval: 600_000,
  };
  show(withCases(recordedTransport("02-running"), [{ path: "/jobs/:jobid/checkpoints/config", change }]));
  expect(factsOf(await screen.findByRole("region", { name: "Checkpoint configuration" }))).toMatchObject({
    Unaligned: "yes",
    "Aligned checkpoint timeout": "30 s",
    "State changelog": "yes",
    "Changelog storage": "filesystem",
    "Materialization interval": "10m 00s",
  });
});

const MEASURES = [
  "End to end duration",
  "Sync duration, slowest subtask",
  "Async duration, slowest subtask",
  "Alignment duration, slowest subtask",
  "Processed in-flight data",
  "Persisted in-flight data",
  "Checkpointed size",
  "Full size",
];

it("compares two checkpoints of the history, as a whole and by vertex", async () => {
  const user = show(recordedTransport("02-running-warm-metrics"));
  await open(user, "Compare");
  expect((await screen.findByRole("combobox", { name: "First checkpoint" })).textContent).toBe("44, checkpoint, COMPLETED");
  expect(screen.getByRole("combobox", { name: "Second checkpoint" }).textContent).toBe("45, checkpoint, COMPLETED");
  await waitFor(() => expect(screen.getByRole("table", { name: "Vertices of the two checkpoints" }).textContent).toContain("Counter"));
  const whole = await cellsOf("The two checkpoints");
  expect(whole.map(([name]) => name)).toEqual(["Status", "Type", "Triggered", "Acknowledged", ...MEASURES]);
  expect(whole[2]?.[3]).toBe("+1.0 s");
  expect(whole[4]).toEqual(["End to end duration", "17 ms", "25 ms", "+8 ms", "+47 %"]);
  expect(whole[8]).toEqual(["Processed in-flight data", "402 B", "198 B", "−204 B", "−51 %"]);
  expect(await cellsOf("Vertices of the two checkpoints")).toHaveLength(4 * MEASURES.length);
  await user.type(screen.getByRole("searchbox", { name: "Filter vertices and measures" }), "counter sync");
  await waitFor(async () =>
    expect(await cellsOf("Vertices of the two checkpoints")).toEqual([
      [
        "ClickEvent Counter",
        "Sync duration, slowest subtask",
        expect.stringMatching(/ ms$/),
        expect.stringMatching(/ ms$/),
        expect.anything(),
        expect.anything(),
      ],
    ]),
  );
  // The recording has the subtasks of two of the four vertices.
  expect(whole[5]).toEqual(["Sync duration, slowest subtask", "–", "–", "–", "–"]);
  expect(screen.getByText(/^4 lists of subtasks could not be read/)).toBeDefined();
});

it("says which of two checkpoints the cluster no longer has", async () => {
  const user = show(recordedTransport("02-running-warm-metrics"), { comparedIds: [40, 45] });
  await open(user, "Compare");
  expect(await screen.findByText(/checkpoint 40 is older\. Its times and sizes are those that this page saw/)).toBeDefined();
  expect((await cellsOf("The two checkpoints"))[4]?.slice(1, 3)).toEqual([expect.stringMatching(/ ms$/), "25 ms"]);
  cleanup();
  const again = show(recordedTransport("02-running-warm-metrics"), { comparedIds: [3, 999] });
  await open(again, "Compare");
  expect(await screen.findByText(/^The cluster has no checkpoint 3\./)).toBeDefined();
  expect(await screen.findByText(/^The cluster has no checkpoint 999\./)).toBeDefined();
  expect(await screen.findByText(/no details of either checkpoint/)).toBeDefined();
  expect((await cellsOf("The two checkpoints")).slice(4).every(([, ...values]) => values.every((value) => value === "–"))).toBe(true);
});
