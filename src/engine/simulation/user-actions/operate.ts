// What a user does to a job that runs.

import { perMinute } from "../event-kind.ts";
import type { ActionContext, UserAction } from "./user-action.ts";

/** A kill strikes within so many ms after a stop was asked for. */
const STRIKE_WITHIN_MS = 150;

/** A savepoint while the job runs on. */
export const SAVEPOINT: UserAction = {
  name: "savepoint",
  needs: "a running job",
  arrivals: perMinute(4.5),
  draw: () => ({}),
  apply: async (_, { note, trigger }, jobId) => {
    note("savepoint");
    await trigger("savepoint", jobId, `/jobs/${jobId}/savepoints`, {});
  },
  covers: ["savepoint"],
};

interface Stop {
  /** A TaskManager is killed meanwhile. */
  readonly kill?: { readonly afterMs: number; readonly startAfterMs: number } | undefined;
  /** An impatient user asks once more. */
  readonly again: boolean;
  /** A very impatient one cancels. */
  readonly cancel: boolean;
}

/** A stop with a savepoint. */
export const STOP = stopRow("stop", 3.2, false);

/** The same, closing all windows first. */
export const DRAIN = stopRow("drain", 2.3, true);

function stopRow(name: string, timesPerMinute: number, drain: boolean): UserAction<Stop> {
  return {
    name,
    needs: "a running job",
    arrivals: perMinute(timesPerMinute),
    draw: (rng) => ({
      kill: rng.chance(0.5) ? { afterMs: rng.between(0, STRIKE_WITHIN_MS), startAfterMs: rng.between(100, 4_000) } : undefined,
      again: rng.chance(0.15),
      cancel: rng.chance(0.1),
    }),
    apply: async ({ kill, again, cancel: isCanceled }, context, jobId) => {
      const { kills, note, rng, trigger } = context;
      if (kill !== undefined) kills.killSoon(kill.afterMs, kill.startAfterMs, "after a stop was asked for", rng);
      note(name);
      await trigger("stop", jobId, `/jobs/${jobId}/stop`, { drain });
      if (again) await trigger("stop", jobId, `/jobs/${jobId}/stop`, { drain });
      if (isCanceled) await cancel(context, jobId);
    },
    covers: [name, "kill after a stop was asked for", "kill while stopping"],
  };
}

/** A cancel, which takes no savepoint. */
export const CANCEL: UserAction = {
  name: "cancel",
  needs: "a running job",
  arrivals: perMinute(1),
  draw: () => ({}),
  apply: (_, context, jobId) => cancel(context, jobId),
  covers: ["cancel"],
};

/** Deletes one of the stored savepoints. */
export const DISPOSE: UserAction = {
  name: "dispose",
  needs: "a running job",
  arrivals: perMinute(0.9),
  draw: () => ({}),
  apply: async (_, { ledger, note, post, rng, savepoints }) => {
    const chosen = rng.pick((await savepoints()) ?? []);
    if (chosen === undefined) return;
    note("dispose");
    ledger.disposed.add(chosen.path);
    await post("/savepoint-disposal", { "savepoint-path": chosen.path });
  },
  covers: ["dispose"],
};

/** A checkpoint between the periodic ones. */
export const MANUAL_CHECKPOINT: UserAction = {
  name: "manual checkpoint",
  needs: "a running job",
  arrivals: perMinute(0.9),
  draw: () => ({}),
  apply: async (_, { note, post }, jobId) => {
    note("manual checkpoint");
    await post(`/jobs/${jobId}/checkpoints`, {});
  },
  covers: ["manual checkpoint"],
};

async function cancel({ cluster, note }: ActionContext, jobId: string): Promise<void> {
  note("cancel");
  await cluster.request("PATCH", `/jobs/${jobId}?mode=cancel`);
}
