import { expect, it } from "vitest";

import { recordedJob } from "../../testing/recorded-job.ts";
import { vertexRows } from "./vertices-model.ts";

it("reads a running job's vertices in its order, with counters of the current attempts", async () => {
  const { client, job } = await recordedJob("02-running-warm-metrics");
  const [source] = job.vertices;
  const details = source === undefined ? {} : { [source.id]: await client.call("vertex", { jobid: job.jid, vertexid: source.id }, {}) };
  const rows = vertexRows(job.vertices, details);
  expect(rows.map(({ name }) => name)).toEqual([
    "Source: ClickEvent Source",
    "ClickEvent Counter",
    "ClickEventStatistics Sink: Writer",
    "ClickEventStatistics Sink: Committer",
  ]);
  expect(rows[0]).toMatchObject({
    parallelism: 2,
    attempt: 0,
    recordsReceived: { value: 22_596, isComplete: true },
    recordsSent: { value: 22_596, isComplete: true },
    bytesReceived: { value: 718_761, isComplete: true },
  });
  // Without its details, a vertex shows no attempt instead of attempt 0.
  expect(rows[1]?.attempt).toBeUndefined();
});

it("has no counters, start or duration while no task runs, and the attempt that waits", async () => {
  const { client, job } = await recordedJob("04-restarting-without-slots");
  const [source] = job.vertices;
  const details = source === undefined ? {} : { [source.id]: await client.call("vertex", { jobid: job.jid, vertexid: source.id }, {}) };
  expect(vertexRows(job.vertices, details)[0]).toMatchObject({
    look: { label: "CREATED" },
    tasks: [{ word: "SCHEDULED", count: 2 }],
    attempt: 1,
    recordsReceived: undefined,
    bytesSent: undefined,
    startMs: undefined,
    durationMs: undefined,
  });
});

it("shows partial counts while not all subtasks have reported", async () => {
  const { job } = await recordedJob("02-running-warm-metrics");
  const partly = job.vertices.map((vertex) => ({
    ...vertex,
    metrics: { ...vertex.metrics, "read-records": 7, "read-records-complete": false },
  }));
  expect(vertexRows(partly, {})[0]?.recordsReceived).toEqual({ value: 7, isComplete: false });
});
