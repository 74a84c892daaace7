// Starts a job when none runs.

import type { Jars } from "../../../rest/jars.ts";
import { perMinute } from "../event-kind.ts";
import type { ActionContext, UserAction } from "./user-action.ts";

const ARGUMENTS = ["--bootstrap.servers", "kafka:9092", "--checkpointing", "--event-time"];

interface Start {
  readonly parallelism: number;
  /** From the newest savepoint, or from any that can be used. */
  readonly from: "newest" | "any";
  /** The savepoint is being deleted at the same time. */
  readonly isDisposed: boolean;
}

/** From a savepoint, at any parallelism. */
export const START: UserAction<Start> = {
  name: "start",
  needs: "no running job",
  arrivals: perMinute(12.9),
  draw: (rng, { slots }) => ({
    parallelism: 1 + rng.below(slots),
    from: rng.chance(0.8) ? "newest" : "any",
    isDisposed: rng.chance(0.1),
  }),
  apply: start,
  covers: ["start at 1", "start at 2", "start at 3", "start anew", "start from what is being deleted"],
};

/** Starts a job as `parameters` say, from the beginning of the input if there is no savepoint. Does nothing while storage fails. */
export async function start({ parallelism, from, isDisposed }: Start, context: ActionContext): Promise<void> {
  const { cluster, ledger, note, rng } = context;
  const savepoints = await context.savepoints();
  // Nobody starts a job from the beginning because the list of savepoints could not be read.
  if (savepoints === undefined) return;
  const usable = savepoints.filter((savepoint) => savepoint.usable);
  const chosen = from === "newest" ? usable[0] : rng.pick(usable);
  if (isDisposed && chosen !== undefined) {
    note("start from what is being deleted");
    ledger.disposed.add(chosen.path);
    cluster.post("POST", "/savepoint-disposal", { "savepoint-path": chosen.path });
  }
  const { files } = await cluster.get<Jars>("/jars");
  const body = { programArgsList: ARGUMENTS, parallelism, ...(chosen && { savepointPath: chosen.path }) };
  const response = await cluster.request("POST", `/jars/${files[0]?.id ?? ""}/run`, body);
  note(response.status === 200 ? (chosen === undefined ? "start anew" : `start at ${parallelism}`) : "start refused");
}
