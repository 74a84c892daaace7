import { expect, it } from "vitest";

import { createFlinkClient } from "../client/flink-client.ts";
import { recordedTransport } from "../testing/recorded-backend.tsx";
import { rememberedRows, storedRows } from "./savepoint-rows.ts";

const client = createFlinkClient(recordedTransport("07-stop"));
const [job] = (await client.call("jobsOverview", {}, {})).jobs;
const jobid = job?.jid ?? "";
const checkpoints = await client.call("checkpoints", { jobid }, {});

it("finds the savepoint of a stopped job in its recorded history, once", () => {
  const rows = job === undefined ? [] : rememberedRows([{ job, checkpoints }]);
  expect(rows.filter(({ kind }) => kind === "savepoint").map(({ path }) => path)).toContain(
    "file:/tmp/flink-savepoints-directory/savepoint-f4d5b0-0a6736f05344",
  );
  expect(new Set(rows.map(({ path }) => path)).size).toBe(rows.length);
});

it("omits checkpoints of a running job, because the next one deletes them", () => {
  const rows = job === undefined ? [] : rememberedRows([{ job: { ...job, "end-time": -1 }, checkpoints }]);
  expect(rows.every(({ kind }) => kind === "savepoint")).toBe(true);
});

it("uses the playground's list unchanged", () => {
  const stored = {
    path: "file:/a",
    jobId: "j",
    jobName: "n",
    created: 5,
    bytes: 7,
    kind: "savepoint",
    usable: false,
    reason: "It is being deleted.",
  } as const;
  expect(storedRows([stored])).toEqual([
    {
      path: "file:/a",
      kind: "savepoint",
      jobId: "j",
      jobName: "n",
      createdMs: 5,
      bytes: 7,
      isUsable: false,
      reason: "It is being deleted.",
    },
  ]);
});
