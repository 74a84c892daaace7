import { expect, test } from "vitest";

import { countApplications } from "./application-counts.ts";

test("[F25] applications are counted by how they ended, and any other one is running", () => {
  const statuses = ["RUNNING", "CREATED", "FAILING", "FINISHED", "FINISHED", "CANCELED", "FAILED", "A_NEW_STATE"];
  const applications = statuses.map((status) => ({
    id: "a",
    name: "a",
    "start-time": 1,
    "end-time": -1,
    duration: 1,
    status,
    jobs: {},
  }));
  expect(countApplications(applications)).toEqual({ running: 4, finished: 2, canceled: 1, failed: 1 });
});
