// The contract is of use only if it can be broken: replies that are wrong in one field, and what is said of them.
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
  // Long enough for a thousandth of it to be told from the whole.
  await scene.backend.pause(60_000);
});

/** The scene with a cluster whose replies are changed, as text. */
function sceneWith(change: (reply: string) => string, status?: number): Scene {
  const client = createFlinkClient(async (request) => {
    const reply = await scene.backend.client.request(request);
    const headers = { "content-type": reply.headers.get("content-type") ?? "" };
    return new Response(change(await reply.text()), { status: status ?? reply.status, headers });
  });
  return { ...scene, backend: { ...scene.backend, client } };
}

function firstFault(faults: readonly string[]): string | undefined {
  return faults[0]?.split("\n")[0];
}

it.each<[FlinkEndpointId & keyof typeof CHECKS, string, string | RegExp, string, string]>([
  ["jobsOverview", "an end that is 0 instead of -1", `"end-time":-1`, `"end-time":0`, "the end is -1 while it lives"],
  ["jobsOverview", "a duration in seconds", /"duration":(\d+)\d{3}/, `"duration":$1`, "the duration is in ms since the start"],
  ["jobsOverview", "a start in seconds", /"start-time":(\d+)\d{3}/, `"start-time":$1`, "the start is in epoch ms"],
  [
    "job",
    "a state never entered that is -1",
    /"FINISHED":0/g,
    `"FINISHED":-1`,
    "states it has been in have their time in epoch ms, others 0",
  ],
  ["checkpointConfig", "an interval in seconds", `"interval":1000`, `"interval":1`, "intervals and timeouts are in ms"],
  ["vertexBackpressure", "a share in percent", /"idleRatio":[\d.]+/, `"idleRatio":99.5`, "shares of the time, 0 to 1"],
])("%s: %s is a fault", async (id, _what, before, after, sentence) => {
  // The row belongs to its id: the union of all rows forgets it.
  const check = CHECKS[id] as Parameters<typeof runCheck<typeof id>>[1];
  expect(await runCheck(id, check, scene)).toEqual([]);
  expect(
    firstFault(
      await runCheck(
        id,
        check,
        sceneWith((text) => text.replace(before, after)),
      ),
    ),
  ).toBe(sentence);
});

it("a word that is no state, a missing field and another status are faults", async () => {
  const check = (change: (text: string) => string, status?: number) => runCheck("jobStatus", CHECKS.jobStatus, sceneWith(change, status));
  expect(firstFault(await check(() => `{"status":"ASLEEP"}`))).toContain("Invalid input");
  expect(firstFault(await check(() => "{}"))).toContain("Invalid input");
  expect(firstFault(await check(() => `{"status":"FAILED"}`))).toBe("it RUNS");
  expect(firstFault(await check((text) => text, 202))).toContain("status 202 instead of 200");
});
