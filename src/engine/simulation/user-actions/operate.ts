// What a user does to a job that runs.

import { perMinute } from "../event-kind.ts";
import { pausesOf } from "../faults/pause.ts";
import type { ActionContext, UserAction } from "./user-action.ts";

/** A kill strikes within so many ms after a stop was asked for. */
const STRIKE_WITHIN_MS = 150;

/** A savepoint while the job keeps running. */
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
  /** A TaskManager is killed during the stop. */
  readonly kill?: { readonly afterMs: number; readonly startAfterMs: number } | undefined;
  /** An impatient user repeats the request. */
  readonly again: boolean;
  /** A very impatient user cancels the job. */
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

interface CancelWithSavepoint {
  /** The user also requests a stop before the savepoint is complete. */
  readonly stop: "none" | "stop" | "drain";
}

/** A savepoint after which the job is canceled. */
export const CANCEL_WITH_SAVEPOINT: UserAction<CancelWithSavepoint> = {
  name: "cancel with savepoint",
  needs: "a running job",
  arrivals: perMinute(1.2),
  draw: (rng) => ({ stop: rng.pick(["none", "none", "stop", "drain"] as const) ?? "none" }),
  apply: async ({ stop }, { note, trigger }, jobId) => {
    note("cancel with savepoint");
    await trigger("cancel with savepoint", jobId, `/jobs/${jobId}/savepoints`, { "cancel-job": true });
    if (stop === "none") return;
    note("stop during a cancel with savepoint");
    await trigger("stop", jobId, `/jobs/${jobId}/stop`, { drain: stop === "drain" });
  },
  covers: ["cancel with savepoint", "stop during a cancel with savepoint"],
};

/** A source is idle when it has had no records for so long, ms. */
const IDLE_AFTER_MS = 5_500;

/** One of the above while the generator is paused and all sources are idle. */
export const OPERATE_WHILE_IDLE: UserAction<{ readonly what: "savepoint" | "stop" | "drain" }> = {
  name: "operate while sources are idle",
  needs: "a running job",
  arrivals: (rng, _, faults) => pausesOf(faults).map(({ fromMs, toMs }) => rng.between(Math.min(fromMs + IDLE_AFTER_MS, toMs), toMs)),
  draw: (rng) => ({ what: rng.pick(["savepoint", "stop", "drain", "drain"] as const) ?? "drain" }),
  apply: async ({ what }, { note, trigger }, jobId) => {
    note(`${what} while sources are idle`);
    if (what === "savepoint") await trigger("savepoint", jobId, `/jobs/${jobId}/savepoints`, {});
    else await trigger("stop", jobId, `/jobs/${jobId}/stop`, { drain: what === "drain" });
  },
  covers: ["savepoint while sources are idle", "stop while sources are idle", "drain while sources are idle"],
};

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
    const reply = await post("/savepoint-disposal", { "savepoint-path": chosen.path });
    if (reply !== undefined) ledger.disposals.push({ path: chosen.path, triggerId: reply["request-id"] });
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
