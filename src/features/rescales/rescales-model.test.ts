import { expect, it } from "vitest";

import { recordedJob } from "../../testing/recorded-job.ts";
import { changeInWords, requirementRows, rescaleRows, stateSpans } from "./rescales-model.ts";

async function recorded(situation: "22-rescale-under-way" | "23-rescale-failed") {
  const { client, job } = await recordedJob(situation, "Adaptive numbers");
  const history = await client.call("rescaleHistory", { jobid: job.jid }, {});
  const details = await Promise.all(
    history.map(({ rescaleUuid }) => client.call("rescaleDetails", { jobid: job.jid, rescaleuuid: rescaleUuid }, {})),
  );
  return { job, history, details, byId: Object.fromEntries(details.map((one) => [one.rescaleUuid, one])) };
}

it("creates rows of the history, with parallelism and downtime from the details", async () => {
  const { history, byId } = await recorded("22-rescale-under-way");
  const start = history[0]?.startTimestampInMillis ?? 0;
  const rows = rescaleRows(history, byId, start + 5000);
  expect(rows.map(({ look, change, cause }) => `${look.label} ${changeInWords(change) ?? "–"} ${cause}`)).toEqual([
    "IN PROGRESS 4 → ? of 6 its requirements changed",
    "COMPLETED 1 → 4 its requirements changed",
    "IGNORED 1 → ? of 5 its requirements changed",
    "COMPLETED 3 → 1 its requirements changed",
    "COMPLETED 2 → 3 its requirements changed",
    "COMPLETED 2 the job was started",
  ]);
  expect(rows[0]).toMatchObject({ tookMs: 5000, downtimeMs: undefined });
  expect(rows[1]).toMatchObject({ tookMs: 328, downtimeMs: 63 });
  // Until the details arrive, the rows contain the data of the history.
  expect(rescaleRows(history, {}, start)[1]).toMatchObject({ tookMs: 328, downtimeMs: undefined });
  expect(
    changeInWords(rescaleRows(history, {}, start)[1]?.change ?? { before: undefined, after: undefined, desired: undefined }),
  ).toBeUndefined();
});

it("places the scheduler's states on the bar, the first one cut at the beginning", async () => {
  const { details } = await recorded("22-rescale-under-way");
  const spans = stateSpans(details[4] ?? { rescaleUuid: "", resourceRequirementsUuid: "", rescaleAttemptId: 1 });
  expect(spans.map(({ state }) => state)).toEqual(["Executing", "Restarting", "CreatingExecutionGraph", "Executing"]);
  expect(spans[0]).toMatchObject({ left: 0, isExecuting: true, durationMs: 33_679 });
  expect(spans.reduce((sum, { width }) => sum + width, 0)).toBeGreaterThan(0.99);
  for (const { left, width } of spans) expect(left + width).toBeLessThanOrEqual(1);
  expect(stateSpans(details[0] ?? { rescaleUuid: "", resourceRequirementsUuid: "", rescaleAttemptId: 1 })).toEqual([]);
});

it("has the waiting time of a failed one, and its exception if Flink reports it", async () => {
  const { details } = await recorded("23-rescale-failed");
  const [failed] = details;
  if (failed === undefined) throw new Error("nothing was recorded");
  expect(failed.terminalState).toBe("FAILED");
  expect(stateSpans(failed).at(-1)).toMatchObject({ state: "WaitingForResources", durationMs: 300_031, exception: undefined });
  const thrown = failed.schedulerStates?.map((span) => ({ ...span, stringifiedException: "a.B: no" })) ?? [];
  expect(stateSpans({ ...failed, schedulerStates: thrown }).map(({ exception }) => exception)).toEqual(["a.B: no", "a.B: no", "a.B: no"]);
});

it("puts the bounds beside the current parallelism", async () => {
  const { job } = await recorded("22-rescale-under-way");
  const [first] = job.vertices;
  const requirements = { [first?.id ?? ""]: { parallelism: { lowerBound: 5, upperBound: 6 } } };
  expect(requirementRows(job.vertices, requirements)).toMatchObject([
    { parallelism: 4, lower: 5, upper: 6, most: 128 },
    { lower: undefined, upper: undefined },
  ]);
});
