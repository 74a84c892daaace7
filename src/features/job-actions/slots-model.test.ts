import { expect, it } from "vitest";

import { createFlinkClient } from "../../client/flink-client.ts";
import { recordedTransport } from "../../testing/recorded-backend.tsx";
import { missingSlots } from "./slots-model.ts";

const client = createFlinkClient(recordedTransport("09-waiting-for-slots"));
const overview = await client.call("overview", {}, {});
const { jobs } = await client.call("jobsOverview", {}, {});
const job = await client.call("job", { jobid: jobs.find(({ state }) => state === "RUNNING")?.jid ?? "" }, {});

it("reports one missing slot for a job of parallelism 3 on 2 slots, also while two are reserved for it", () => {
  expect(missingSlots(job, overview)).toEqual({ needed: 3, total: 2, free: 0, missing: 1, taskManagers: 1 });
});

it("counts the TaskManagers that would provide the missing slots", () => {
  const wide = {
    ...job,
    vertices: job.vertices.map((vertex) => ({ ...vertex, parallelism: 9, tasks: { ...vertex.tasks, SCHEDULED: 9 } })),
  };
  expect(missingSlots(wide, overview)).toMatchObject({ missing: 7, taskManagers: 4 });
  expect(missingSlots(job, { ...overview, taskmanagers: 0, "slots-total": 0 })).toMatchObject({ missing: 3, taskManagers: 1 });
});

it("reports nothing for a job that runs, has just been started, or has its slots", () => {
  expect(missingSlots({ ...job, state: "RESTARTING" }, overview)).toBeUndefined();
  expect(missingSlots({ ...job, now: (job.timestamps.RUNNING ?? 0) + 500 }, overview)).toBeUndefined();
  expect(missingSlots(job, { ...overview, "slots-total": 4, "slots-available": 4 })).toBeUndefined();
  expect(missingSlots(job, undefined)).toBeUndefined();
});
