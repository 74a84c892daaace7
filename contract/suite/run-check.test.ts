// The contract must be able to fail: replies with one wrong field, and the reported faults.
import { beforeAll, expect, it } from "vitest";
import { createFlinkClient } from "../../src/client/flink-client.ts";
import type { FlinkEndpointId } from "./check.ts";
import { engineInProcess } from "./engine-backends.ts";
import { runCheck } from "./run-check.ts";
import { type Scene, sceneOf } from "./scene.ts";
import { CHECKS } from "./table.ts";

let scene: Scene;
beforeAll(async () => {
  scene = await sceneOf(await engineInProcess());
  // Large enough to distinguish a thousandth of it.
  await scene.backend.pause(60_000);
});

/** The scene with a cluster whose replies are changed as text. */
function sceneWith(change: (reply: string) => string, status?: number): Scene {
  const client = createFlinkClient(async (request) => {
    const reply = await scene.backend.client.request(request);
    const headers = { "content-type": reply.headers.get("content-type") ?? "" };
    return new Response(change(await reply.text()), { status: status ?? reply.status, headers });
  });
  return { ...scene, backend: { ...scene.backend, client } };
}

it.each<[FlinkEndpointId & keyof typeof CHECKS, string, string | RegExp, string, RegExp]>([
  [
    "jobsOverview",
    "an end that is 0 instead of -1",
    `"end-time":-1`,
    `"end-time":0`,
    /^GET \/jobs\/overview: the end is -1 while it lives\n {2}end-time: expected -1, got 0$/,
  ],
  [
    "jobsOverview",
    "a duration in seconds",
    /"duration":(\d+)\d{3}/,
    `"duration":$1`,
    /: the duration is in ms since the start\n {2}start-time \+ duration: expected an epoch ms from \d+ to \d+, got \d+$/,
  ],
  [
    "jobsOverview",
    "a start in seconds",
    /"start-time":(\d+)\d{3}/,
    `"start-time":$1`,
    /: the start is in epoch ms\n {2}start-time: expected an epoch ms of the last hour, now being \d{13}, got \d{10}$/,
  ],
  [
    "job",
    "a state never entered that is -1",
    /"FINISHED":0/g,
    `"FINISHED":-1`,
    /: states it has been in have their time in epoch ms, others 0\n {2}FINISHED: expected 0, got -1$/,
  ],
  [
    "job",
    "a vertex with another maximum parallelism",
    /(\[\{[^]*?"maxParallelism":)128/,
    "$1129",
    /^GET \/jobs\/\w{32}: a vertex has a maximum parallelism of 128\n {2}vertices\[0\]\.maxParallelism: expected 128, got 129$/,
  ],
  [
    "checkpointConfig",
    "an interval in seconds",
    `"interval":1000`,
    `"interval":1`,
    /^GET \/jobs\/\w{32}\/checkpoints\/config: intervals and timeouts are in ms\n {2}interval: expected 1000, got 1$/,
  ],
  [
    "vertexBackpressure",
    "a share in percent",
    /"idleRatio":[\d.]+/,
    `"idleRatio":99.5`,
    /: shares of the time, 0 to 1\n {2}\[0\]\.idleRatio: expected a share from 0 to 1, or NaN, got 99\.5$/,
  ],
])("%s: %s is a fault that shows what was expected and what came", async (id, _what, before, after, fault) => {
  // The row belongs to its id, but the union of all rows loses this relation.
  const check = CHECKS[id] as Parameters<typeof runCheck<typeof id>>[1];
  expect(await runCheck(id, check, scene)).toEqual([]);
  const [first] = await runCheck(
    id,
    check,
    sceneWith((text) => text.replace(before, after)),
  );
  expect(first).toMatch(fault);
});

it("an unknown state, a missing field and another status are faults", async () => {
  const check = async (change: (text: string) => string, status?: number) =>
    (await runCheck("jobStatus", CHECKS.jobStatus, sceneWith(change, status)))[0];
  expect(await check(() => `{"status":"ASLEEP"}`)).toMatch(/Unknown word "ASLEEP" at jobStatus\.status\n {2}in \{"status":"ASLEEP"\}$/);
  expect(await check(() => "{}")).toMatch(/Invalid input[^]*at status\n {2}in \{\}$/);
  expect(await check(() => `{"status":"FAILED"}`)).toMatch(/: it RUNS\n {2}status: expected "RUNNING", got "FAILED"$/);
  expect(await check((text) => text, 202)).toMatch(/: status\n {2}expected 200, got 202: \{"status":"RUNNING"\}$/);
});

it("a claim that never becomes true is shown with the expected and the last value", async () => {
  const wrong = sceneWith((text) => text.replaceAll(/"taskmanagers":\d+/g, `"taskmanagers":2`));
  await expect(runCheck("overview", CHECKS.overview, wrong)).rejects.toThrow(
    /GET \/overview\none TaskManager with two slots[^]*\n {2}taskmanagers: expected 1, got 2$/,
  );
});
