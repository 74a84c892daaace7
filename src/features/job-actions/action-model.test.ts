import { expect, it } from "vitest";

import { savepointRefusal, stopConsequences } from "./action-model.ts";

it("refuses a savepoint of a job that does not run, with the reason", () => {
  const all = { total: 8, running: 8, finished: 0 };
  expect(savepointRefusal("RUNNING", all)).toBeUndefined();
  expect(savepointRefusal("RESTARTING", all)).toMatch(/^The job is RESTARTING/);
  expect(savepointRefusal("RUNNING", { ...all, running: 0 })).toMatch(/^0 of 8 tasks are running\./);
});

it("says that a drain closes windows early", () => {
  expect(stopConsequences(8, 2, true)[0]).toMatch(/closes all open windows with their current counts/);
  expect(stopConsequences(8, 2, true)[1]).toMatch(/all sources are idle.*Windows then stay open.*savepoint/);
  expect(stopConsequences(8, 2, false)[0]).toMatch(/Open windows are saved in the savepoint/);
  expect(stopConsequences(8, 1, false)[2]).toBe("All 8 tasks finish and free 1 slot.");
});
