// Checkpoints and savepoints.
import type { CompletedCheckpoint } from "../../../src/rest/checkpoints.ts";
import { until } from "../backend.ts";
import type { Check } from "../check.ts";
import {
  atMost,
  between,
  both,
  type Claim,
  DESCENDING,
  each,
  exactly,
  is,
  matching,
  moreThan,
  NULL_OR_ABSENT,
  ofEach,
  ofSize,
  oneOf,
  recent,
  sameMembers,
} from "../claims.ts";
import { newestCheckpoint, type Scene } from "../scene.ts";

const ofJob = ({ jobid }: Scene) => ({ params: { jobid }, query: {} });

/** Its details are kept until ten newer ones exist. */
async function nameNewest(scene: Scene): Promise<void> {
  const { backend, jobid } = scene;
  scene.checkpointid = await until(backend, "a completed checkpoint", () => newestCheckpoint(backend, jobid));
}

/** One trigger id per operation, because the caller may choose it. */
export const TRIGGERS = { savepoint: "5".repeat(32), checkpoint: "c".repeat(32), stop: "e".repeat(32) };

const INTERVAL_MS = 1_000;
const KEPT = 10;

function isSound(checkpoint: CompletedCheckpoint, { backend }: Scene): Claim {
  return is(checkpoint, {
    trigger_timestamp: recent(backend),
    end_to_end_duration: checkpoint.latest_ack_timestamp - checkpoint.trigger_timestamp,
    num_acknowledged_subtasks: checkpoint.num_subtasks,
    state_size: moreThan(0),
    checkpointed_size: atMost(checkpoint.state_size),
  });
}

const checkpoints: Check<"checkpoints"> = {
  call: ofJob,
  means: ({ counts, history, latest, summary }, scene) => {
    const completed = history.filter((checkpoint) => checkpoint.className === "completed");
    return {
      "counts add up": is(counts, { total: counts.completed + counts.failed + counts.in_progress }),
      "the history is newest first and the last ten": both(
        is(history, ofSize(atMost(KEPT))),
        is(
          history.map(({ id }) => id),
          DESCENDING,
        ),
      ),
      ...ofEach(completed, (each) => ({
        "times are epoch ms, durations ms from trigger to last acknowledgement, sizes bytes": isSound(each, scene),
      })),
      "all eight subtasks take part": is(completed, each({ num_subtasks: 8 })),
      "the history names no vertices": is(history, each({ tasks: exactly({}) })),
      "the latest is the newest completed one": is(latest.completed?.id, completed[0]?.id),
      "times go with the ids": is(
        history.map(({ trigger_timestamp: ms }) => ms),
        DESCENDING,
      ),
      "nothing was restored and no savepoint taken yet": is(
        { counts, latest },
        { counts: { restored: 0 }, latest: { restored: null, savepoint: null } },
      ),
      ...ofEach(Object.entries(summary), ([name, { min, avg, max }]) => ({
        "a summary's average lies between its bounds": is({ [name]: avg }, { [name]: between(min, max) }),
      })),
    };
  },
  // A busy cluster catches up: two checkpoints may follow each other immediately.
  afterwards: async ({ backend, jobid }, { history: [newest] }) => {
    const { timestamps } = await backend.client.call("job", { jobid }, {});
    const livedMs = (newest?.trigger_timestamp ?? 0) - timestamps.CREATED;
    return { "there are no more of them than seconds in the job's life": is(newest?.id ?? 0, atMost(livedMs / INTERVAL_MS + 1)) };
  },
};

const checkpointConfig: Check<"checkpointConfig"> = {
  call: ofJob,
  means: (reply) => ({
    "intervals and timeouts are in ms": is(reply, { interval: INTERVAL_MS, timeout: 600_000, min_pause: 0 }),
    "exactly once, one at a time": is(reply, { mode: "exactly_once", max_concurrent: 1 }),
    "nothing of it is kept when the job is canceled": is(reply, {
      externalization: { enabled: false, delete_on_cancellation: true },
    }),
    "no failed one is tolerated": is(reply, { tolerable_failed_checkpoints: 0 }),
  }),
};

const checkpoint: Check<"checkpoint"> = {
  before: nameNewest,
  call: ({ jobid, checkpointid }) => ({ params: { jobid, checkpointid }, query: {} }),
  means: (reply, scene) => ({
    "it is COMPLETED, and sound": both(
      is(reply, { className: "completed", status: "COMPLETED" }),
      reply.className === "completed" ? isSound(reply, scene) : [],
    ),
    "its details name each vertex": is(Object.keys(reply.tasks), sameMembers(scene.vertexIds)),
    "each vertex has two subtasks, and both have acknowledged": is(
      reply.tasks,
      each({ num_subtasks: 2, num_acknowledged_subtasks: 2, status: "COMPLETED" }),
    ),
    "it is not a savepoint": is(reply, { is_savepoint: false, checkpoint_type: "CHECKPOINT" }),
    "paths have one slash": is(reply, { className: "completed", external_path: matching(/^file:\/[^/].*\/chk-\d+$/) }),
  }),
};

const checkpointSubtasks: Check<"checkpointSubtasks"> = {
  before: nameNewest,
  call: ({ jobid, checkpointid, vertexIds: [, counter = ""] }) => ({ params: { jobid, checkpointid, vertexid: counter }, query: {} }),
  means: (reply, { backend, checkpointid }) => {
    const completed = reply.subtasks.filter((subtask) => subtask.className === "completed");
    return {
      "it is of that checkpoint": is(String(reply.id), checkpointid),
      "both subtasks have acknowledged": is(completed, [{ index: 0 }, { index: 1 }]),
      "acknowledged in epoch ms": is(completed, each({ ack_timestamp: recent(backend) })),
      // Each part is rounded down separately.
      ...ofEach(completed, ({ start_delay: delay, checkpoint: { sync, async }, alignment, end_to_end_duration: durationMs }) => ({
        "start delay, alignment, sync and async part are ms of its duration": is(
          { "start_delay + sync + async": delay + sync + async, alignment },
          { "start_delay + sync + async": atMost(durationMs + 3), alignment: { duration: atMost(durationMs + 1) } },
        ),
      })),
      "it was aligned": is(completed, each({ unaligned_checkpoint: false, aborted: false })),
    };
  },
};

const triggerSavepoint: Check<"triggerSavepoint"> = {
  call: ({ jobid }) => ({ params: { jobid }, query: {}, body: { triggerId: TRIGGERS.savepoint } }),
  status: 202,
  means: (reply) => ({ "the id to ask with is the caller's": is(reply, { "request-id": TRIGGERS.savepoint }) }),
};

const savepointStatus: Check<"savepointStatus"> = {
  call: ({ jobid }) => ({ params: { jobid, triggerid: TRIGGERS.savepoint }, query: {} }),
  eventually: (reply) => ({ "it completes": is(reply, { status: { id: "COMPLETED" } }) }),
  means: ({ operation }, { jobid }) => ({
    "it says where it is, with one slash": is(
      operation?.location,
      matching(new RegExp(`^file:/[^/].*/savepoint-${jobid.slice(0, 6)}-[0-9a-f]{12}$`)),
    ),
    "it has not failed": is(operation?.["failure-cause"], undefined),
  }),
  afterwards: async (scene, { operation }) => {
    const { backend, jobid } = scene;
    scene.savepoint = operation?.location ?? "";
    // Flink may show data up to 3 s old.
    const savepoint = await until(backend, "the savepoint among the checkpoints", async () => {
      return (await backend.client.call("checkpoints", { jobid }, {})).latest.savepoint ?? undefined;
    });
    return {
      "it is the latest savepoint, by its kind": is(savepoint, { is_savepoint: true, checkpoint_type: "SAVEPOINT" }),
      "at the same place": is(savepoint, { external_path: scene.savepoint }),
      "in Flink's own format unless told": is(savepoint, { savepointFormat: oneOf("Canonical", "CANONICAL") }),
    };
  },
};

const disposeSavepoint: Check<"disposeSavepoint"> = {
  call: ({ savepoint }) => ({ params: {}, query: {}, body: { "savepoint-path": savepoint } }),
  means: (reply, scene) => {
    scene.savepoint = reply["request-id"];
    return { "it answers with an id to ask with": is(reply["request-id"], matching(/^[0-9a-f]{32}$/)) };
  },
};

const disposalStatus: Check<"disposalStatus"> = {
  call: ({ savepoint }) => ({ params: { triggerid: savepoint }, query: {} }),
  eventually: (reply) => ({ "it completes": is(reply, { status: { id: "COMPLETED" } }) }),
  means: ({ operation }) => ({ "without a cause of failure it was deleted": is(operation?.["failure-cause"], NULL_OR_ABSENT) }),
};

const triggerCheckpoint: Check<"triggerCheckpoint"> = {
  call: ({ jobid }) => ({ params: { jobid }, query: {}, body: { checkpointType: "FULL", triggerId: TRIGGERS.checkpoint } }),
  status: 202,
  means: (reply) => ({ "the id to ask with is the caller's": is(reply, { "request-id": TRIGGERS.checkpoint }) }),
};

const checkpointStatus: Check<"checkpointStatus"> = {
  call: ({ jobid }) => ({ params: { jobid, triggerid: TRIGGERS.checkpoint }, query: {} }),
  eventually: (reply) => ({ "it completes": is(reply, { status: { id: "COMPLETED" } }) }),
  means: ({ operation }) => ({
    "it says which checkpoint it was": both(is(operation?.checkpointId, moreThan(0)), is(operation?.failureCause, NULL_OR_ABSENT)),
  }),
};

/** The rows of this file, in the order of their dependencies. */
export const CHECKPOINT_CHECKS = {
  checkpoints,
  checkpointConfig,
  checkpoint,
  checkpointSubtasks,
  triggerSavepoint,
  savepointStatus,
  disposeSavepoint,
  disposalStatus,
  triggerCheckpoint,
  checkpointStatus,
};
