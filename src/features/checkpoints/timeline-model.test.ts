import { expect, it } from "vitest";

import { recordedJob } from "../../testing/recorded-job.ts";
import { checkpointTimeline, slowestVertices } from "./timeline-model.ts";

it("arranges a recorded checkpoint's phases in sequence up to the acknowledgement", async () => {
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

it("has no rows while the subtasks are unknown", () => {
  expect(checkpointTimeline({ trigger_timestamp: 0 }, [{ vertexName: "Source", subtasks: undefined }]).rows).toEqual([]);
});

it("shows the slowest of many vertices in the job's order, unacknowledged ones first", () => {
  const task = (end_to_end_duration: number, num_acknowledged_subtasks = 2) => ({
    end_to_end_duration,
    num_acknowledged_subtasks,
    num_subtasks: 2,
  });
  const tasks = { a: task(5), b: task(90), c: task(-1, 1), d: task(70) };
  const vertices = ["a", "b", "c", "d"].map((id) => ({ id }));
  // The choice reads only three fields of a task's statistics.
  const checkpoint = { tasks } as unknown as Parameters<typeof slowestVertices>[0];
  expect(slowestVertices(checkpoint, vertices, 2).map(({ id }) => id)).toEqual(["b", "c"]);
  expect(slowestVertices(checkpoint, vertices, 4)).toBe(vertices);
});
