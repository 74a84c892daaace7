import { expect, it } from "vitest";

import { recordedJob } from "../../testing/recorded-job.ts";
import { checkpointTimeline } from "./timeline-model.ts";

it("lays a recorded checkpoint's spans end to end, to the acknowledgement", async () => {
  const { client, job } = await recordedJob("02-running");
  const params = { jobid: job.jid, checkpointid: "45" };
  const checkpoint = await client.call("checkpoint", params, {});
  const [source, counter] = job.vertices;
  const parts = await Promise.all(
    [source, counter].map(async (vertex) => ({
      vertexName: vertex?.name ?? "",
      subtasks: await client.call("checkpointSubtasks", { ...params, vertexid: vertex?.id ?? "" }, {}),
    })),
  );
  const { rows, endMs } = checkpointTimeline(checkpoint, parts);
  expect(rows.map(({ vertexName, subtask }) => `${vertexName} ${subtask}`)).toEqual([
    "Source: ClickEvent Source 0",
    "Source: ClickEvent Source 1",
    "ClickEvent Counter 0",
    "ClickEvent Counter 1",
  ]);
  expect(rows[0]).toMatchObject({ phases: [{ kind: "start delay", fromMs: 0, toMs: 7 }], acknowledgedMs: 24 });
  for (const { phases } of rows) {
    expect(phases.map(({ fromMs }) => fromMs)).toEqual([0, ...phases.slice(0, -1).map(({ toMs }) => toMs)]);
  }
  expect(endMs).toBe(40);
});

it("has no bar for a subtask that has not acknowledged", async () => {
  const { client, job } = await recordedJob("02-running");
  const part = await client.call("checkpointSubtasks", { jobid: job.jid, checkpointid: "45", vertexid: job.vertices[0]?.id ?? "" }, {});
  const pending = { ...part, subtasks: [{ className: "pending" as const, status: "pending_or_failed" as const, index: 0 }] };
  const { rows } = checkpointTimeline({ trigger_timestamp: 0 }, [{ vertexName: "Source", subtasks: pending }]);
  expect(rows).toEqual([{ key: "Source 0", vertexName: "Source", subtask: 0, phases: [], acknowledgedMs: undefined }]);
});

it("has no rows while the subtasks are not known", () => {
  expect(checkpointTimeline({ trigger_timestamp: 0 }, [{ vertexName: "Source", subtasks: undefined }]).rows).toEqual([]);
});
