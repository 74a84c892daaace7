import { expect, it } from "vitest";
import { createRecordedClusters, recordedBackends } from "./recorded-clusters.ts";
import { RECORDING_FILES } from "./recording-files.ts";

const clusters = createRecordedClusters({ recordings: RECORDING_FILES, now: () => Date.now() });
const ask = (path: string, method = "GET"): Promise<Response> => clusters(new Request(`http://drey.test${path}`, { method }));

it("offers every recording as a cluster with the recorded replies", async () => {
  expect(recordedBackends(RECORDING_FILES)).toMatchObject({
    backends: expect.arrayContaining([{ kind: "http", id: "flink-1.20.5/13-failing", url: "./recorded/flink-1.20.5/13-failing/" }]),
  });
  const reply = await ask("/some/where/recorded/flink-2.3.0/recorded/recovered-at-3/jobs/overview");
  expect(await reply.json()).toMatchObject({ jobs: [{ state: "RUNNING" }, { state: "FINISHED" }] });
});

it("rejects writes with a message", async () => {
  const reply = await ask("/recorded/flink-2.3.0/05-recovered/jobs/f4d5b097a90a7d463e51caafbe30028a", "PATCH");
  expect(reply.status).toBe(405);
  expect(await reply.json()).toEqual({ errors: ["This cluster is a recording: it answers reads and cannot be changed."] });
});

it("reports an unknown recording", async () => {
  const reply = await ask("/recorded/flink-2.3.0/99-nowhere/jobs");
  expect(reply.status).toBe(404);
  expect(await reply.json()).toEqual({ errors: ["There is no recording at /recorded/flink-2.3.0/99-nowhere/jobs."] });
});

it("answers each failing call once, so that what it says becomes old", async () => {
  const path = "/recorded/failing-calls/jobs/f4d5b097a90a7d463e51caafbe30028a/checkpoints";
  expect((await ask(path)).status).toBe(200);
  expect((await ask(path)).status).toBe(500);
});
