import { expect, it } from "vitest";

import { savepointRefusal, startRefusal, stopConsequences } from "./action-model.ts";

const CONFIG = {
  "refresh-interval": 3000,
  "timezone-name": "UTC",
  "timezone-offset": 0,
  "flink-version": "2.3.0",
  "flink-revision": "c0f8d1a",
  features: { "web-submit": false, "web-cancel": true, "web-rescale": false, "web-history": false },
};

it("asks no savepoint of a job that does not run, and says why", () => {
  const all = { total: 8, running: 8, finished: 0 };
  expect(savepointRefusal("RUNNING", all)).toBeUndefined();
  expect(savepointRefusal("RESTARTING", all)).toMatch(/^The job is RESTARTING/);
  expect(savepointRefusal("RUNNING", { ...all, running: 0 })).toMatch(/^0 of 8 tasks run/);
});

it("starts nothing where the cluster does not let jobs be submitted", () => {
  expect(startRefusal(CONFIG, "staging")).toMatch(/^staging does not let jobs be started/);
  expect(startRefusal({ ...CONFIG, features: { ...CONFIG.features, "web-submit": true } }, "staging")).toBeUndefined();
});

it("says of a drain that windows close early", () => {
  expect(stopConsequences(8, 2, true)[0]).toMatch(/closes all open windows with the counts they have/);
  expect(stopConsequences(8, 2, false)[0]).toMatch(/goes into the savepoint/);
  expect(stopConsequences(8, 1, false)[2]).toBe("All 8 tasks finish and give back 1 slot.");
});
