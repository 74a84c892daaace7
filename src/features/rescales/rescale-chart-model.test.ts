import { describe, expect, it } from "vitest";

import { recordedJob } from "../../testing/recorded-job.ts";
import { changeOf, rescalePoints, rescalesInWords } from "./rescale-chart-model.ts";

async function recorded(situation: "22-rescale-under-way" | "23-rescale-failed") {
  const { client, job } = await recordedJob(situation, "Adaptive numbers");
  const history = await client.call("rescaleHistory", { jobid: job.jid }, {});
  const details = await Promise.all(
    history.map(({ rescaleUuid }) => client.call("rescaleDetails", { jobid: job.jid, rescaleuuid: rescaleUuid }, {})),
  );
  return { history, details: Object.fromEntries(details.map((one) => [one.rescaleUuid, one])) };
}

describe("rescalePoints", () => {
  it("gives tasks and slots before and after, and the outcome, oldest first", async () => {
    const { history, details } = await recorded("22-rescale-under-way");
    const startMs = history[0]?.startTimestampInMillis ?? 0;
    const points = rescalePoints(history, details, startMs + 5000);
    expect(points.map(({ x, outcome, tasks, slots }) => `${x} ${outcome} ${changeOf(tasks) ?? "–"} ${changeOf(slots) ?? "–"}`)).toEqual([
      "0 completed ? → 4 ? → 2",
      "1 completed 4 → 6 2 → 3",
      "2 completed 6 → 2 3 → 1",
      "3 ignored 2 → ? 1 → ?",
      "4 completed 2 → 8 1 → 4",
      "5 inProgress 8 → ? 4 → ?",
    ]);
    expect(points.at(-1)?.row.tookMs).toBe(5000);
  });

  it("keeps the numbers after an ignored rescale and during one in progress", async () => {
    const { history, details } = await recorded("22-rescale-under-way");
    expect(rescalePoints(history, details, 0).map(({ tasksFrom, slotsFrom }) => [tasksFrom, slotsFrom])).toEqual([
      [4, 2],
      [6, 3],
      [2, 1],
      [2, 1],
      [8, 4],
      [8, 4],
    ]);
  });

  it("has no numbers after a failure", async () => {
    const { history, details } = await recorded("23-rescale-failed");
    expect(rescalePoints(history, details, 0).at(-1)).toMatchObject({ outcome: "failed", tasksFrom: null, slotsFrom: null });
  });

  it("has durations but no tasks without details", async () => {
    const { history } = await recorded("23-rescale-failed");
    for (const { tasks, tasksFrom, vertices, row } of rescalePoints(history, {}, 0)) {
      expect(changeOf(tasks)).toBeUndefined();
      expect(tasksFrom).toBeNull();
      expect(vertices).toEqual([]);
      expect(row.tookMs).toBeGreaterThan(0);
    }
  });

  it("has no sum if a part of it is not known", async () => {
    const { history, details } = await recorded("22-rescale-under-way");
    const [, newest] = history;
    const full = details[newest?.rescaleUuid ?? ""];
    const [id = "", vertex] = Object.entries(full?.vertices ?? {})[0] ?? [];
    if (full === undefined || vertex === undefined) throw new Error("nothing was recorded");
    const partial = { ...full, vertices: { ...full.vertices, [id]: { ...vertex, postRescaleParallelism: null } } };
    const points = rescalePoints(history, { [full.rescaleUuid]: partial }, 0);
    expect(points.find(({ row }) => row.id === full.rescaleUuid)?.tasks).toEqual({ before: 2, after: undefined });
  });
});

describe("rescalesInWords", () => {
  it("counts the outcomes and gives the numbers after the latest rescale", async () => {
    const { history, details } = await recorded("22-rescale-under-way");
    const words = rescalesInWords(rescalePoints(history, details, history[0]?.startTimestampInMillis ?? 0));
    expect(words).toMatch(
      /^Rescales in the order of their start: 4 completed, 1 ignored, 1 in progress, the longest took .+, 8 tasks in 4 slots after the latest$/,
    );
  });
});
