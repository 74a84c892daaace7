// Checkpoints and savepoints.
import type { CompletedCheckpoint } from "../../../src/rest/checkpoints.ts";
import { until } from "../backend.ts";
import type { Check } from "../check.ts";
import { isRecent, isSorted, sameMembers } from "../claims.ts";
import { newestCheckpoint, type Scene } from "../scene.ts";

const ofJob = ({ jobid }: Scene) => ({ params: { jobid }, query: {} });

/** Its details are kept until ten more are there. */
async function nameNewest(scene: Scene): Promise<void> {
  const { backend, jobid } = scene;
  scene.checkpointid = await until(backend, "a completed checkpoint", () => newestCheckpoint(backend, jobid));
}

/** One for each operation: the caller may choose them. */
export const TRIGGERS = { savepoint: "5".repeat(32), checkpoint: "c".repeat(32), stop: "e".repeat(32) };

const INTERVAL_MS = 1_000;
const KEPT = 10;

function isSound(checkpoint: CompletedCheckpoint, { backend }: Scene): boolean {
  return (
    isRecent(checkpoint.trigger_timestamp, backend) &&
    checkpoint.end_to_end_duration === checkpoint.latest_ack_timestamp - checkpoint.trigger_timestamp &&
    checkpoint.num_acknowledged_subtasks === checkpoint.num_subtasks &&
    checkpoint.state_size > 0 &&
    checkpoint.checkpointed_size <= checkpoint.state_size
  );
}

export const checkpoints: Check<"checkpoints"> = {
  call: ofJob,
  means: ({ counts, history, latest, summary }, scene) => {
    const completed = history.filter((checkpoint) => checkpoint.className === "completed");
    return {
      "counts add up": counts.total === counts.completed + counts.failed + counts.in_progress,
      "the history is newest first and the last ten": history.length <= KEPT && isSorted(history.map(({ id }) => -id)),
      "times are epoch ms, durations ms from trigger to last acknowledgement, sizes bytes": completed.every((each) => isSound(each, scene)),
      "all eight subtasks take part": completed.every(({ num_subtasks: count }) => count === 8),
      "the history names no vertices": history.every(({ tasks }) => Object.keys(tasks).length === 0),
      "the latest is the newest completed one": latest.completed?.id === completed[0]?.id,
      "times go with the ids": isSorted(history.map(({ trigger_timestamp: ms }) => -ms)),
      "nothing was restored and no savepoint taken yet": counts.restored === 0 && latest.restored === null && latest.savepoint === null,
      "a summary's average lies between its bounds": Object.values(summary).every(({ min, avg, max }) => min <= avg && avg <= max),
    };
  },
  // A busy cluster makes up for lost time: two may follow each other at once.
  afterwards: async ({ backend, jobid }, { history: [newest] }) => {
    const { timestamps } = await backend.client.call("job", { jobid }, {});
    const livedMs = (newest?.trigger_timestamp ?? 0) - timestamps.CREATED;
    return { "there are no more of them than seconds in the job's life": (newest?.id ?? 0) <= livedMs / INTERVAL_MS + 1 };
  },
};

export const checkpointConfig: Check<"checkpointConfig"> = {
  call: ofJob,
  means: (reply) => ({
    "intervals and timeouts are in ms": reply.interval === INTERVAL_MS && reply.timeout === 600_000 && reply.min_pause === 0,
    "exactly once, one at a time": reply.mode === "exactly_once" && reply.max_concurrent === 1,
    "nothing of it is kept when the job is canceled": !reply.externalization.enabled && reply.externalization.delete_on_cancellation,
    "no failed one is tolerated": reply.tolerable_failed_checkpoints === 0,
  }),
};

export const checkpoint: Check<"checkpoint"> = {
  before: nameNewest,
  call: ({ jobid, checkpointid }) => ({ params: { jobid, checkpointid }, query: {} }),
  means: (reply, scene) => ({
    "it is COMPLETED, and sound": reply.className === "completed" && reply.status === "COMPLETED" && isSound(reply, scene),
    "its details name each vertex": sameMembers(Object.keys(reply.tasks), scene.vertexIds),
    "each vertex has two subtasks, and both have acknowledged": Object.values(reply.tasks).every(
      (task) => task.num_subtasks === 2 && task.num_acknowledged_subtasks === 2 && task.status === "COMPLETED",
    ),
    "it is no savepoint": !reply.is_savepoint && reply.checkpoint_type === "CHECKPOINT",
    "paths have one slash": reply.className === "completed" && /^file:\/[^/].*\/chk-\d+$/.test(reply.external_path ?? ""),
  }),
};

export const checkpointSubtasks: Check<"checkpointSubtasks"> = {
  before: nameNewest,
  call: ({ jobid, checkpointid, vertexIds: [, counter = ""] }) => ({ params: { jobid, checkpointid, vertexid: counter }, query: {} }),
  means: (reply, { backend, checkpointid }) => {
    const completed = reply.subtasks.filter((subtask) => subtask.className === "completed");
    return {
      "it is of that checkpoint": String(reply.id) === checkpointid,
      "both subtasks have acknowledged": completed.map(({ index }) => index).join() === "0,1",
      "acknowledged in epoch ms": completed.every(({ ack_timestamp: ms }) => isRecent(ms, backend)),
      // Each part is rounded down by itself.
      "start delay, alignment, sync and async part are ms of its duration": completed.every(
        (subtask) =>
          subtask.start_delay + subtask.checkpoint.sync + subtask.checkpoint.async <= subtask.end_to_end_duration + 3 &&
          subtask.alignment.duration <= subtask.end_to_end_duration + 1,
      ),
      "it was aligned": completed.every(({ unaligned_checkpoint: isUnaligned, aborted }) => !isUnaligned && !aborted),
    };
  },
};

export const triggerSavepoint: Check<"triggerSavepoint"> = {
  call: ({ jobid }) => ({ params: { jobid }, query: {}, body: { triggerId: TRIGGERS.savepoint } }),
  status: 202,
  means: (reply) => ({ "the id to ask with is the caller's": reply["request-id"] === TRIGGERS.savepoint }),
};

export const savepointStatus: Check<"savepointStatus"> = {
  call: ({ jobid }) => ({ params: { jobid, triggerid: TRIGGERS.savepoint }, query: {} }),
  eventually: ({ status }) => ({ "it completes": status.id === "COMPLETED" }),
  means: ({ operation }, { jobid }) => ({
    "it says where it is, with one slash": new RegExp(`^file:/[^/].*/savepoint-${jobid.slice(0, 6)}-[0-9a-f]{12}$`).test(
      operation?.location ?? "",
    ),
    "it has not failed": operation?.["failure-cause"] === undefined,
  }),
  afterwards: async (scene, { operation }) => {
    const { backend, jobid } = scene;
    scene.savepoint = operation?.location ?? "";
    // Flink may show what it showed up to 3 s ago.
    const savepoint = await until(backend, "the savepoint among the checkpoints", async () => {
      return (await backend.client.call("checkpoints", { jobid }, {})).latest.savepoint ?? undefined;
    });
    return {
      "it is the latest savepoint, by its kind": savepoint.is_savepoint && savepoint.checkpoint_type === "SAVEPOINT",
      "at the same place": savepoint.external_path === scene.savepoint,
      "in Flink's own format unless told": savepoint.savepointFormat === "Canonical" || savepoint.savepointFormat === "CANONICAL",
    };
  },
};

export const disposeSavepoint: Check<"disposeSavepoint"> = {
  call: ({ savepoint }) => ({ params: {}, query: {}, body: { "savepoint-path": savepoint } }),
  means: (reply, scene) => {
    scene.savepoint = reply["request-id"];
    return { "it answers with an id to ask with": /^[0-9a-f]{32}$/.test(reply["request-id"]) };
  },
};

export const disposalStatus: Check<"disposalStatus"> = {
  call: ({ savepoint }) => ({ params: { triggerid: savepoint }, query: {} }),
  eventually: ({ status }) => ({ "it completes": status.id === "COMPLETED" }),
  means: ({ operation }) => ({ "without a cause of failure it was deleted": (operation?.["failure-cause"] ?? null) === null }),
};

export const triggerCheckpoint: Check<"triggerCheckpoint"> = {
  call: ({ jobid }) => ({ params: { jobid }, query: {}, body: { checkpointType: "FULL", triggerId: TRIGGERS.checkpoint } }),
  status: 202,
  means: (reply) => ({ "the id to ask with is the caller's": reply["request-id"] === TRIGGERS.checkpoint }),
};

export const checkpointStatus: Check<"checkpointStatus"> = {
  call: ({ jobid }) => ({ params: { jobid, triggerid: TRIGGERS.checkpoint }, query: {} }),
  eventually: ({ status }) => ({ "it completes": status.id === "COMPLETED" }),
  means: ({ operation }) => ({
    "it says which checkpoint it was": (operation?.checkpointId ?? 0) > 0 && (operation?.failureCause ?? null) === null,
  }),
};
