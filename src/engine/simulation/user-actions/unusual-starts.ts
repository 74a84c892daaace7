// Actions for runs that judge recovery rather than results: starts whose counts may be wrong after a failure.

import { perMinute } from "../event-kind.ts";
import { runProgram, startedJobId } from "./start.ts";
import type { UserAction } from "./user-action.ts";

interface UncheckpointedStart {
  readonly parallelism: number;
  readonly startingOffsets: "earliest" | "committed";
  readonly restarts: boolean;
  readonly fromSavepoint: boolean;
}

/** A job without periodic checkpoints, with and without a restart strategy. */
export const START_WITHOUT_CHECKPOINTS: UserAction<UncheckpointedStart> = {
  name: "start without checkpoints",
  needs: "no running job",
  arrivals: perMinute(20),
  draw: (rng, { slots }) => ({
    parallelism: 1 + rng.below(slots),
    startingOffsets: rng.chance(0.5) ? "committed" : "earliest",
    restarts: rng.chance(0.7),
    fromSavepoint: rng.chance(0.4),
  }),
  apply: async ({ parallelism, startingOffsets, restarts, fromSavepoint }, context) => {
    const savepoint = fromSavepoint ? (await context.savepoints())?.find(({ usable }) => usable) : undefined;
    context.note(
      savepoint === undefined ? `start without checkpoints from ${startingOffsets}` : "start without checkpoints from a savepoint",
    );
    await runProgram(context, {
      programArgsList: ["--bootstrap.servers", "kafka:9092", "--event-time", "--starting-offsets", startingOffsets],
      flinkConfiguration: restarts ? RESTARTS : { "restart-strategy.type": "none" },
      parallelism,
      ...(savepoint && { savepointPath: savepoint.path }),
    });
    if (savepoint !== undefined) context.ledger.startedFrom.push({ path: savepoint.path });
  },
  covers: [
    "start without checkpoints from earliest",
    "start without checkpoints from committed",
    "start without checkpoints from a savepoint",
  ],
};

/** Later than any of these jobs is cancelled. */
const NO_CHECKPOINT_YET = { "execution.checkpointing.interval": "15 s", "execution.checkpointing.min-pause": "15 s" };
const LONGEST_LIFE_MS = 3_000;

/** A job that is cancelled before it has a checkpoint of its own: what it was started from must stay. */
export const START_AND_CANCEL: UserAction<{ readonly parallelism: number; readonly cancelAfterMs: number }> = {
  name: "start and cancel",
  needs: "no running job",
  arrivals: perMinute(20),
  draw: (rng, { slots }) => ({ parallelism: 1 + rng.below(slots), cancelAfterMs: rng.between(0, LONGEST_LIFE_MS) }),
  apply: async ({ parallelism, cancelAfterMs }, context) => {
    const { cluster, ledger, note } = context;
    const savepoint = (await context.savepoints())?.find(({ usable }) => usable);
    if (savepoint === undefined) return;
    const response = await runProgram(context, {
      programArgsList: ["--bootstrap.servers", "kafka:9092", "--event-time"],
      flinkConfiguration: NO_CHECKPOINT_YET,
      parallelism,
      savepointPath: savepoint.path,
    });
    const jobId = startedJobId(response);
    ledger.startedFrom.push({ path: savepoint.path, jobId });
    if (jobId === undefined) return;
    await cluster.simulation.runUntil(cluster.simulation.nowMs + cancelAfterMs);
    note("cancel before the first checkpoint");
    await cluster.request("PATCH", `/jobs/${jobId}?mode=cancel`);
  },
  covers: ["cancel before the first checkpoint"],
};

const RESTARTS = {
  "restart-strategy.type": "fixed-delay",
  "restart-strategy.fixed-delay.attempts": "1000000",
  "restart-strategy.fixed-delay.delay": "500 ms",
};
