// Starts a job when none runs.

import type { SeededRng } from "../../../base/seeded-rng.ts";
import type { Jars } from "../../../rest/jars.ts";
import type { EngineResponse } from "../../host.ts";
import { perMinute } from "../event-kind.ts";
import { UNUSUAL_VALUES } from "./unusual-configuration.ts";
import type { ActionContext, UserAction } from "./user-action.ts";

const ARGUMENTS = ["--bootstrap.servers", "kafka:9092", "--event-time"];

interface Start {
  readonly parallelism: number;
  /** From the newest savepoint, or from any that can be used. */
  readonly from: "newest" | "any";
  /** The savepoint is being deleted at the same time. */
  readonly isDisposed: boolean;
  /** The job owns what it starts from, and may delete it. */
  readonly isClaimed: boolean;
  /** The job's own configuration beside the cluster's. Without one it is started with `--checkpointing`. */
  readonly configuration?: Readonly<Record<string, string>> | undefined;
}

/** In place of `--checkpointing`, which would override the interval. */
function drawConfiguration(rng: SeededRng): Readonly<Record<string, string>> {
  return {
    "execution.checkpointing.interval": `${200 + rng.below(3_000)} ms`,
    "execution.checkpointing.num-retained": String(1 + rng.below(4)),
    "execution.checkpointing.tolerable-failed-checkpoints": String(rng.below(4)),
  };
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
    isClaimed: rng.chance(0.2),
    configuration: rng.chance(0.3) ? drawConfiguration(rng) : undefined,
  }),
  apply: start,
  covers: [
    "start at 1",
    "start at 2",
    "start at 3",
    "start from the beginning",
    "start from what is being deleted",
    "start with CLAIM",
    "start with its own configuration",
  ],
};

/** With a value that Flink refuses or replaces. What starts nevertheless is soon canceled: the value may keep it from doing anything. */
export const START_UNUSUAL: UserAction<{ readonly index: number; readonly cancelAfterMs: number }> = {
  name: "start with an unusual value",
  needs: "no running job",
  arrivals: perMinute(6),
  draw: (rng) => ({ index: rng.below(UNUSUAL_VALUES.length), cancelAfterMs: rng.between(0, 2_500) }),
  apply: async ({ index, cancelAfterMs }, context) => {
    const { cluster, ledger, note, savepoints } = context;
    const asked = UNUSUAL_VALUES[index];
    const usable = (await savepoints())?.filter((savepoint) => savepoint.usable) ?? [];
    if (asked === undefined) return;
    const response = await runProgram(context, {
      programArgsList: ARGUMENTS,
      flinkConfiguration: { "execution.checkpointing.interval": "1 s", [asked.key]: asked.value },
      ...(usable[0] && { savepointPath: usable[0].path }),
    });
    const { status, body } = response;
    const jobId = startedJobId(response);
    const next = await cluster.request("GET", "/jobs/overview");
    ledger.unusualRuns.push({ asked, status, text: body, nextStatus: next.status });
    note(status === 200 ? "unusual value taken" : "unusual value refused");
    if (jobId === undefined) return;
    if (usable[0] !== undefined) ledger.startedFrom.push({ path: usable[0].path, jobId });
    await cluster.simulation.runUntil(cluster.simulation.nowMs + cancelAfterMs);
    await cluster.request("PATCH", `/jobs/${jobId}?mode=cancel`);
  },
  covers: ["unusual value taken", "unusual value refused"],
};

/** Starts a job as `parameters` say, from the beginning of the input if there is no savepoint. Does nothing while storage fails. */
export async function start({ parallelism, from, isDisposed, isClaimed, configuration }: Start, context: ActionContext): Promise<void> {
  const { cluster, ledger, note, rng } = context;
  const savepoints = await context.savepoints();
  // Users do not start a job from the beginning because the list of savepoints could not be read.
  if (savepoints === undefined) return;
  const usable = savepoints.filter((savepoint) => savepoint.usable);
  const chosen = from === "newest" ? usable[0] : rng.pick(usable);
  if (isDisposed && chosen !== undefined) {
    note("start from what is being deleted");
    ledger.disposed.add(chosen.path);
    cluster.post("POST", "/savepoint-disposal", { "savepoint-path": chosen.path });
  }
  if (isClaimed && chosen !== undefined) {
    note("start with CLAIM");
    ledger.claimed.add(chosen.path);
  }
  if (configuration !== undefined) note("start with its own configuration");
  const body = {
    programArgsList: configuration === undefined ? [...ARGUMENTS, "--checkpointing"] : ARGUMENTS,
    parallelism,
    ...(configuration && { flinkConfiguration: configuration }),
    ...(chosen && { savepointPath: chosen.path, claimMode: isClaimed ? "CLAIM" : "NO_CLAIM" }),
  };
  const response = await runProgram(context, body);
  if (chosen !== undefined) ledger.startedFrom.push({ path: chosen.path, jobId: startedJobId(response) });
  note(response.status === 200 ? (chosen === undefined ? "start from the beginning" : `start at ${parallelism}`) : "start refused");
}

/** Runs the program of the newest JAR. `body` is that of `POST /jars/:jarid/run`. */
export async function runProgram({ cluster }: ActionContext, body: object): Promise<EngineResponse> {
  const { files } = await cluster.get<Jars>("/jars");
  return cluster.request("POST", `/jars/${files[0]?.id ?? ""}/run`, body);
}

/** The job that a request has started; undefined if it was refused. */
export function startedJobId({ status, body }: EngineResponse): string | undefined {
  return status === 200 ? (JSON.parse(body) as { readonly jobid: string }).jobid : undefined;
}
