import { expect, it } from "vitest";

import { HttpStatusError } from "../../client/http-status-error.ts";
import type { Operation } from "../../client/operation.ts";
import type { Rescale } from "../../rest/rescales.ts";
import type { ResourceRequirements } from "../../rest/resource-requirements.ts";
import { recordedJob, type RecordedJob } from "../../testing/recorded-job.ts";
import { type InPlaceFacts, inPlaceSteps, isWithoutHistory, ownRescale } from "./in-place-model.ts";
import type { DeclaredRequirements } from "../../observe/requirements-calls.ts";
import { readRequirements, requirementsText, slotsAskedFor } from "./requirements-model.ts";

/**
 * The live job that requested six slots and had four, with the cluster's replies about its
 * rescales.
 */
async function rescaled(situation: "22-rescale-under-way" | "23-rescale-failed"): Promise<RecordedJob & { history: readonly Rescale[] }> {
  const recorded = await recordedJob(situation, "Adaptive numbers");
  return { ...recorded, history: await recorded.client.call("rescaleHistory", { jobid: recorded.job.jid }, {}) };
}

function bounds({ job }: RecordedJob, lowerBound: number, upperBound: number): ResourceRequirements {
  return Object.fromEntries(job.vertices.map(({ id }) => [id, { parallelism: { lowerBound, upperBound } }]));
}

function declared(requirements: ResourceRequirements, newestBefore: string | null | undefined): Operation<DeclaredRequirements> {
  return { phase: "done", sinceMs: 0, endMs: 100, value: { requirements, newestBefore } };
}

async function facts({ client, job }: RecordedJob, history: readonly Rescale[], index: number): Promise<InPlaceFacts> {
  const rescaleuuid = history[index]?.rescaleUuid ?? "";
  return {
    job,
    history: [...history],
    details: await client.call("rescaleDetails", { jobid: job.jid, rescaleuuid }, {}),
    config: await client.call("rescaleConfig", { jobid: job.jid }, {}),
    overview: await client.call("overview", {}, {}),
    nowMs: 0,
  };
}

const words = (result: ReturnType<typeof inPlaceSteps>) => result.steps.map(({ phase, detail }) => `${phase}: ${detail}`);

it("describes a rescale that waits for missing slots", async () => {
  const recorded = await rescaled("22-rescale-under-way");
  const { history } = recorded;
  const result = inPlaceSteps(undefined, declared(bounds(recorded, 5, 6), history[1]?.rescaleUuid), await facts(recorded, history, 0));
  expect(result.outcome).toBe("under way");
  expect(words(result)).toEqual([
    "done: At least 5, at most 6 subtasks for each vertex. Accepted by the cluster.",
    "now: It runs at 4 and asks for 6 slots. The cluster has 4.",
    expect.stringMatching(/^later: All tasks restart from the latest checkpoint/),
  ]);
});

it("describes one that the cluster ignored, and one that got less than requested", async () => {
  const recorded = await rescaled("22-rescale-under-way");
  const { history } = recorded;
  const ignored = inPlaceSteps(undefined, declared(bounds(recorded, 1, 5), history[3]?.rescaleUuid), await facts(recorded, history, 2));
  expect(ignored.outcome).toBe("over");
  expect(words(ignored).at(-1)).toBe("ignored: The resource requirements changed again before it completed.");

  const full = await facts(recorded, history, 1);
  const short = { ...full, details: shortBy(full.details, 6) };
  const result = inPlaceSteps(undefined, declared(bounds(recorded, 1, 6), history[2]?.rescaleUuid), short);
  expect(words(result).at(-1)).toBe(
    "done: It runs at 4, after 328 ms. The downtime was 63 ms. It asked for 6 (6 slots) and rescales again when more slots become available.",
  );
});

function shortBy(details: Rescale | undefined, desiredParallelism: number): Rescale | undefined {
  if (details === undefined) return undefined;
  const vertices = Object.entries(details.vertices ?? {}).map(([id, vertex]) => [id, { ...vertex, desiredParallelism }] as const);
  return { ...details, vertices: Object.fromEntries(vertices) };
}

it("describes one that failed with its job", async () => {
  const recorded = await rescaled("23-rescale-failed");
  const { history } = recorded;
  const result = inPlaceSteps(undefined, declared(bounds(recorded, 5, 6), history[1]?.rescaleUuid), await facts(recorded, history, 0));
  expect(words(result).at(-1)).toBe("failed: The job is FAILED.");
});

it("describes the steps and the pending request before the cluster has accepted it", async () => {
  const recorded = await rescaled("22-rescale-under-way");
  const { history } = recorded;
  const before = await facts(recorded, history, 1);
  const wanted = bounds(recorded, 1, 3);
  expect(words(inPlaceSteps(wanted, undefined, before)).slice(0, 2)).toEqual([
    "later: At least 1, at most 3 subtasks for each vertex.",
    "later: The job keeps running until the new slots are available, at least 8 s after the last rescale. With fewer slots than requested it waits 5 s for more.",
  ]);
  const asking = inPlaceSteps(wanted, { phase: "running", sinceMs: 0, trouble: "No answer." }, { ...before, nowMs: 2000 });
  expect(words(asking)[0]).toBe("now: for 2.0 s. No answer.");
  expect(inPlaceSteps(wanted, { phase: "failed", sinceMs: 0, endMs: 1, words: "No.", reply: undefined }, before)).toMatchObject({
    outcome: "over",
    steps: [{ phase: "failed", detail: "No." }, {}, {}],
  });
  // Details of a job without a recorded job type.
  const nothingToDo = inPlaceSteps(undefined, declared(bounds(recorded, 1, 4), history[0]?.rescaleUuid), before);
  expect(words(nothingToDo).at(-1)).toBe("done: It runs at 4.");
});

const refusal = (status: number): HttpStatusError =>
  new HttpStatusError({ endpoint: "rescaleHistory", path: "/jobs/a/rescales/history", cluster: "prod" }, status, ["none"]);

it("distinguishes its own rescale from earlier and later ones", async () => {
  const { history } = await rescaled("22-rescale-under-way");
  const all = [...history];
  const [newest, second, third] = all;
  const value = (newestBefore: string | null | undefined): DeclaredRequirements => ({ requirements: {}, newestBefore });
  expect(ownRescale(all, value(second?.rescaleUuid))).toBe(newest);
  expect(ownRescale(all, value(third?.rescaleUuid))).toBe(second);
  expect(ownRescale(all, value(newest?.rescaleUuid))).toBeUndefined();
  expect(ownRescale(all, value(null))).toBe(all.at(-2));
  expect(ownRescale(all, value(undefined))).toBeUndefined();
  expect(isWithoutHistory(refusal(404))).toBe(true);
  expect(isWithoutHistory(refusal(500))).toBe(false);
  expect(isWithoutHistory(null)).toBe(false);
});

it("ignores a rescale for new slots that was missing in the history before the declaration", async () => {
  const { history } = await rescaled("22-rescale-under-way");
  const [newest, own, before] = history;
  const forNewSlots = { ...newest, rescaleUuid: "for-new-slots", triggerCause: "NEW_RESOURCE_AVAILABLE" } as Rescale;
  const declaration = { requirements: {}, newestBefore: before?.rescaleUuid ?? null };
  expect(
    ownRescale(
      [own, forNewSlots, before].filter((one) => one !== undefined),
      declaration,
    ),
  ).toBe(own);
  expect(
    ownRescale(
      [forNewSlots, before].filter((one) => one !== undefined),
      declaration,
    ),
  ).toBeUndefined();
});

it("follows the rescale for new slots that carries out the declaration after its cooldown ended without them", async () => {
  const { history } = await rescaled("22-rescale-under-way");
  const [, completed, before] = history;
  const ignored = {
    ...completed,
    rescaleUuid: "begun-by-the-declaration",
    terminalState: "IGNORED",
    terminatedReason: "NO_RESOURCES_OR_PARALLELISMS_CHANGE",
  } as Rescale;
  const forNewSlots = { ...completed, rescaleUuid: "for-new-slots", triggerCause: "NEW_RESOURCE_AVAILABLE" } as Rescale;
  const underWay = { ...forNewSlots, terminalState: null, terminatedReason: null, endTimestampInMillis: null } as Rescale;
  const afterFailure = { ...forNewSlots, rescaleUuid: "after-a-failure", triggerCause: "RECOVERABLE_FAILOVER" } as Rescale;
  const own = (...newest: readonly Rescale[]) =>
    ownRescale([...newest, ...(before === undefined ? [] : [before])], { requirements: {}, newestBefore: before?.rescaleUuid ?? null });
  expect(own(ignored)).toBe(ignored);
  expect(own(underWay, ignored)).toBe(underWay);
  expect(own(forNewSlots, ignored)).toBe(forNewSlots);
  expect(own(afterFailure, forNewSlots, ignored)).toBe(forNewSlots);
});

it("does not take the first start of the job for its own rescale", async () => {
  const { history } = await rescaled("22-rescale-under-way");
  const start = { ...history[1], rescaleUuid: "start", triggerCause: "INITIAL_SCHEDULE" } as Rescale;
  expect(ownRescale([start], { requirements: {}, newestBefore: null })).toBeUndefined();
});

it("reads bounds for all and for each, and counts the slots they ask for", async () => {
  const recorded = await rescaled("22-rescale-under-way");
  const { vertices } = recorded.job;
  const [first] = vertices;
  const declaredNow = bounds(recorded, 5, 6);
  expect(requirementsText(vertices, declaredNow)).toMatchObject({ isPerVertex: false, all: { lower: "5", upper: "6" } });
  const different = { ...declaredNow, [first?.id ?? ""]: { parallelism: { lowerBound: 1, upperBound: 2 } } };
  const text = requirementsText(vertices, different);
  expect(text).toMatchObject({ isPerVertex: true, all: { lower: "1", upper: "6" } });
  expect(readRequirements(vertices, text)).toEqual({ requirements: different });
  // One slot sharing group: the widest vertex counts.
  expect(slotsAskedFor(vertices, different)).toEqual({ desired: 6, least: 5 });
});
