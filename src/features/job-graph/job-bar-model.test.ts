import { describe, expect, it } from "vitest";

import { recordedJob } from "../../testing/recorded-job.ts";
import { cancelCommands, cancelConsequences, cancelRefusal } from "./job-bar-model.ts";

const { client, job, checkpoints } = await recordedJob("02-running");
const checkpointConfig = await client.call("checkpointConfig", { jobid: job.jid }, {});
const config = await client.call("config", {}, {});

describe("cancelling", () => {
  it("is refused while it is under way, and where the cluster does not offer it", () => {
    expect(cancelRefusal("CANCELLING", config, "staging")).toBe("The job is being cancelled.");
    const without = { ...config, features: { ...config.features, "web-cancel": false } };
    expect(cancelRefusal("RUNNING", without, "staging")).toMatch(/^staging does not let jobs be cancelled/);
    expect(cancelRefusal("RESTARTING", config, "staging")).toBeUndefined();
  });

  it("says what becomes of the checkpoints, by how the job keeps them", () => {
    const externalization = { enabled: true, delete_on_cancellation: false };
    expect(cancelConsequences(8, { ...checkpointConfig, externalization }, checkpoints)[1]).toBe(
      "Checkpoint 45 is kept: a job can start from it.",
    );
    expect(
      cancelConsequences(8, { ...checkpointConfig, externalization: { ...externalization, delete_on_cancellation: true } }, checkpoints)[1],
    ).toMatch(/^Its checkpoints are deleted, the latest is 45\./);
    expect(cancelConsequences(8, checkpointConfig, { ...checkpoints, latest: { ...checkpoints.latest, completed: null } })[1]).toBe(
      "There is no completed checkpoint to keep.",
    );
  });

  it("has the same as a line of Flink's client and of curl", () => {
    expect(cancelCommands("ab12", "http://localhost:8081")).toEqual({
      flink: "flink cancel ab12",
      curl: "curl -X PATCH 'http://localhost:8081/jobs/ab12?mode=cancel'",
    });
  });
});
