import { expect, it } from "vitest";

import { createClusterClock, timeOfReply } from "./cluster-clock.ts";

const HOUR_MS = 3_600_000;

it("is not known before a reply with the cluster's time", () => {
  expect(createClusterClock().aheadMs()).toBeUndefined();
});

it.each([HOUR_MS, -HOUR_MS])("tells that the page's clock differs by %i ms, as the least delayed reply shows it", (aheadMs) => {
  const clock = createClusterClock();
  for (const delayMs of [900, 20, 400]) clock.note(1e12, 1e12 + aheadMs + delayMs);
  expect(Math.abs((clock.aheadMs() ?? 0) - aheadMs)).toBeLessThan(1000);
});

it("takes small differences for delays of replies", () => {
  const clock = createClusterClock();
  clock.note(1e12, 1e12 + 3200);
  expect(clock.aheadMs()).toBe(0);
});

it("notices that a clock was set, and tells only real changes", () => {
  const clock = createClusterClock();
  let changes = 0;
  clock.subscribe(() => changes++);
  for (let index = 0; index < 20; index++) clock.note(1e12 + index, 1e12 + index + 30 + index);
  expect([clock.aheadMs(), changes]).toEqual([0, 1]);
  for (let index = 0; index < 20; index++) clock.note(1e12 + index, 1e12 + index + HOUR_MS);
  expect([clock.aheadMs(), changes]).toEqual([HOUR_MS, 2]);
});

it("finds the time in a reply about a job, and in the durations of running jobs", () => {
  expect(timeOfReply({ now: 7, vertices: [] })).toBe(7);
  const ended = { "start-time": 100, "end-time": 900, duration: 800 };
  expect(timeOfReply({ jobs: [ended, { "start-time": 100, "end-time": -1, duration: 50 }] })).toBe(150);
  expect(timeOfReply({ jobs: [ended] })).toBeUndefined();
  expect(timeOfReply("now")).toBeUndefined();
});
