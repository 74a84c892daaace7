import { describe, expect, it } from "vitest";

import type { Checkpoints } from "../../rest/checkpoints.ts";
import { recordedJob } from "../../testing/recorded-job.ts";
import { checkpointReadout, type Readout } from "./readout-model.ts";

const running = (await recordedJob("02-running")).checkpoints;
const waiting = (await recordedJob("04-restarting-without-slots")).checkpoints;
const recovered = (await recordedJob("05-recovered")).checkpoints;

function words(readout: Readout): string[] {
  return readout.parts.map(({ strong, text }) => (strong === undefined ? text : `${strong} ${text}`));
}

describe("checkpointReadout", () => {
  it("shows the last completed one if none is in progress", () => {
    expect(words(checkpointReadout(running, { isWaiting: false, isOver: false }))).toEqual(["Checkpoint 45 completed, 25 ms, 6.9 KiB,"]);
  });

  it("shows the one in progress before the last completed", () => {
    const [latest] = running.history;
    if (latest === undefined) throw new Error("no history");
    const pending = {
      ...latest,
      className: "in_progress" as const,
      status: "IN_PROGRESS" as const,
      id: 46,
      num_acknowledged_subtasks: 2,
    };
    const readout = checkpointReadout({ ...running, history: [pending, ...running.history] }, { isWaiting: false, isOver: false });
    expect(readout.mark).toBe("moving");
    expect(words(readout)).toEqual(["Checkpoint 46 in progress, 2 of 8 subtasks acknowledged", "last completed 45, 25 ms, 6.9 KiB,"]);
  });

  it("shows the one to restore while the job waits, and later failures with the cluster's message", () => {
    const readout = checkpointReadout(waiting, { isWaiting: true, isOver: false });
    expect(readout.mark).toBe("waiting");
    expect(words(readout)[0]).toBe("Checkpoint 48 will be restored");
    expect(words(readout)[1]).toMatch(/^completed \d\d:\d\d:\d\d\.\d, 18 ms, 6\.9 KiB$/);
    expect(words(readout)[2]).toBe("49 failed: Trigger checkpoint failure.");
  });

  it("calls a savepoint a savepoint", () => {
    const restored = { id: 9, restore_timestamp: 0, is_savepoint: true, external_path: "file:/tmp/savepoint-1" };
    const started = { ...waiting, latest: { completed: null, savepoint: null, failed: null, restored } };
    expect(words(checkpointReadout(started, { isWaiting: true, isOver: false }))).toEqual(["Savepoint 9 will be restored"]);
  });

  it("does not mention a failure before the last completed one", () => {
    expect(words(checkpointReadout(recovered, { isWaiting: false, isOver: false }))).toHaveLength(1);
  });

  it("says if there is none", () => {
    const none: Checkpoints = {
      ...running,
      counts: { restored: 0, total: 0, in_progress: 0, completed: 0, failed: 0 },
      latest: { completed: null, savepoint: null, failed: null, restored: null },
      history: [],
    };
    expect(words(checkpointReadout(none, { isWaiting: false, isOver: false }))).toEqual(["No checkpoint was triggered yet."]);
    expect(words(checkpointReadout(none, { isWaiting: true, isOver: true }))).toEqual(["No checkpoint was completed."]);
  });
});
