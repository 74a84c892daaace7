import { describe, expect, it } from "vitest";
import { clickEventCount, parseClickEventCountArguments } from "../graph/click-event-count.ts";
import type { JobGraph } from "../graph/job-graph.ts";
import { readProgramConfiguration } from "./cluster-configuration.ts";
import type { CompletedCheckpoint } from "./checkpoints/completed-checkpoint.ts";
import { neededRecords } from "./needed-records.ts";

const JOB_ID = "f4d5b097a90a7d463e51caafbe30028a";
const OFFSETS = [0, 1].map((partition) => ({ topic: "input", partition, offset: 42 + partition }));
const CHECKPOINT: CompletedCheckpoint = {
  jobId: JOB_ID,
  jobName: "Click Event Count",
  checkpointId: 1,
  triggerTimestamp: 0,
  isSavepoint: false,
  operators: [{ operatorId: "source", parallelism: 1, maxParallelism: 128, subtasks: [{ splits: OFFSETS }] }],
};

function graphOf(programArguments: readonly string[]): JobGraph {
  const parsed = parseClickEventCountArguments(programArguments);
  if (!parsed.ok) throw new Error(parsed.error);
  const configuration = readProgramConfiguration([]);
  return clickEventCount(parsed.value, { ...configuration, jobId: JOB_ID, slotSharingGroupId: "group" });
}

describe("what a job needs", () => {
  it.each<[string, readonly string[], boolean, CompletedCheckpoint | undefined, object]>([
    ["[ST18] everything, before its first checkpoint", ["--checkpointing"], true, undefined, { type: "all", topics: ["input"] }],
    [
      "[ST18] everything, before its first checkpoint, also if it begins at committed offsets",
      ["--checkpointing", "--starting-offsets", "committed"],
      true,
      undefined,
      { type: "all", topics: ["input"] },
    ],
    ["[ST18] what is behind the latest checkpoint", ["--checkpointing"], true, CHECKPOINT, { type: "from-offsets", offsets: OFFSETS }],
    ["[ST19] without checkpoints what it has not read", [], false, undefined, { type: "unread", jobId: JOB_ID, topics: ["input"] }],
    ["[ST19] the same if it can restart", [], true, undefined, { type: "unread", jobId: JOB_ID, topics: ["input"] }],
    [
      "[ST19] the same behind a checkpoint on request or a savepoint that it was started from",
      ["--starting-offsets", "committed"],
      true,
      CHECKPOINT,
      { type: "unread", jobId: JOB_ID, topics: ["input"] },
    ],
    [
      "[ST19] from committed offsets also what is not committed, if it can restart",
      ["--starting-offsets", "committed"],
      true,
      undefined,
      { type: "unread", jobId: JOB_ID, topics: ["input"], groupId: "click-event-count" },
    ],
    [
      "[ST19] from committed offsets no more than what it has not read, if it cannot restart",
      ["--starting-offsets", "committed"],
      false,
      undefined,
      { type: "unread", jobId: JOB_ID, topics: ["input"] },
    ],
  ])("%s", (_what, programArguments, canRestart, latest, needed) => {
    expect(neededRecords(graphOf(programArguments), latest, canRestart)).toEqual(needed);
  });
});
