// A user who does at drawn times what an operator does: savepoints, stops with and without drain, cancels, starts from any savepoint at any
// parallelism, deletions. Speaks the two contracts and nothing else. What was promised must hold in the end.

import { SeededRng } from "../../base/seeded-rng.ts";
import type { Jars } from "../../rest/jars.ts";
import type { JobOverview, JobsOverview } from "../../rest/jobs.ts";
import type { SavepointStatus, TriggerReply } from "../../rest/operations.ts";
import type { Overview } from "../../rest/overview.ts";
import type { StoredSavepoints } from "../../rest/playground.ts";
import type { Coverage, Disturber } from "./disturber.ts";
import type { SimulatedCluster } from "./simulated-cluster.ts";

const ARGUMENTS = ["--bootstrap.servers", "kafka:9092", "--checkpointing", "--event-time"];
/** A stop is struck by a kill within so many ms, half of the time. */
const STRIKE_WITHIN_MS = 150;
const SETTLE_MS = 90_000;
const LOOK_EVERY_MS = 500;

interface Operation {
  readonly kind: "savepoint" | "stop";
  readonly jobId: string;
  readonly triggerId: string;
}

/** See the top of the file. */
export class Steersman {
  readonly coverage: Coverage = {};
  readonly #cluster: SimulatedCluster;
  readonly #disturber: Disturber;
  readonly #rng: SeededRng;
  readonly #maxParallelism: number;
  readonly #operations: Operation[] = [];
  readonly #disposed = new Set<string>();

  /** `maxParallelism`: slots of the whole cluster. */
  constructor(cluster: SimulatedCluster, disturber: Disturber, seed: number, maxParallelism: number) {
    this.#cluster = cluster;
    this.#disturber = disturber;
    this.#rng = new SeededRng(seed, 6);
    this.#maxParallelism = maxParallelism;
  }

  /** Steers until `endMs`, simulated. */
  async steer(endMs: number): Promise<void> {
    const { simulation } = this.#cluster;
    for (;;) {
      await simulation.runUntil(Math.min(endMs, simulation.nowMs + this.#rng.between(300, 9_000)));
      if (simulation.nowMs >= endMs) return;
      const job = await this.#newestJob();
      if (job === undefined || hasEnded(job)) await this.#start();
      else await this.#steerJob(job.jid);
    }
  }

  /** Lets everything that was asked for come to its end, and sees that a job runs. */
  async settle(): Promise<void> {
    const { simulation } = this.#cluster;
    const deadlineMs = simulation.nowMs + SETTLE_MS;
    for (;;) {
      await simulation.runUntil(simulation.nowMs + LOOK_EVERY_MS);
      const job = await this.#newestJob();
      if (job === undefined || hasEnded(job)) await this.#start(true);
      else if ((await this.#openOperations()) === 0 && job.tasks.running === job.tasks.total) return;
      if (simulation.nowMs > deadlineMs) return;
    }
  }

  /** What was answered and does not hold, each in words. */
  async problems(): Promise<string[]> {
    const problems: string[] = [];
    const { savepoints } = await this.#cluster.get<StoredSavepoints>("/playground/savepoints");
    const stored = new Set(savepoints.map(({ path }) => path));
    const { jobs } = await this.#cluster.get<JobsOverview>("/jobs/overview");
    const stoppedJobs = new Set<string>();
    for (const { kind, jobId, triggerId } of this.#operations) {
      const { status, operation } = await this.#status(jobId, triggerId);
      const what = `${kind} ${triggerId} of job ${jobId}`;
      if (status.id === "IN_PROGRESS") problems.push(`${what} has no end`);
      const location = operation?.location;
      if (location === undefined) continue;
      if (!stored.has(location) && !this.#disposed.has(location)) problems.push(`${what}: ${location} is gone`);
      if (kind === "savepoint") continue;
      stoppedJobs.add(jobId);
      const state = jobs.find(({ jid }) => jid === jobId)?.state;
      if (state !== "FINISHED") problems.push(`${what} has succeeded, and the job is ${String(state)}`);
    }
    for (const { jid, state } of jobs) {
      if (state === "FINISHED" && !stoppedJobs.has(jid)) problems.push(`job ${jid} is FINISHED, and no stop has succeeded`);
    }
    const running = jobs.filter((job) => !hasEnded(job));
    const overview = await this.#cluster.get<Overview>("/overview");
    const used = running.reduce((sum, { tasks }) => sum + tasks.total / VERTICES, 0);
    // A job that has just lost a TaskManager has fewer, and none too many is what is asked here.
    const isComplete = running.every(({ tasks }) => tasks.running === tasks.total);
    if (isComplete && overview["slots-total"] - overview["slots-available"] !== used) {
      problems.push(`${overview["slots-available"]} of ${overview["slots-total"]} slots are free, and jobs use ${used}`);
    }
    return problems;
  }

  async #steerJob(jobId: string): Promise<void> {
    const dice = this.#rng.next();
    if (dice < 0.35) await this.#trigger("savepoint", jobId, `/jobs/${jobId}/savepoints`, {});
    else if (dice < 0.6) await this.#stop(jobId, false);
    else if (dice < 0.78) await this.#stop(jobId, true);
    else if (dice < 0.86) await this.#cancel(jobId);
    else if (dice < 0.93) await this.#dispose();
    else await this.#post("manual checkpoint", `/jobs/${jobId}/checkpoints`, {});
  }

  async #stop(jobId: string, drain: boolean): Promise<void> {
    if (this.#rng.chance(0.5)) this.#disturber.killSoon(this.#rng.between(0, STRIKE_WITHIN_MS), this.#rng.between(100, 4_000));
    this.#note(drain ? "drain" : "stop");
    await this.#trigger("stop", jobId, `/jobs/${jobId}/stop`, { drain });
    // Impatience: the same again, or another thing, while it runs.
    if (this.#rng.chance(0.15)) await this.#trigger("stop", jobId, `/jobs/${jobId}/stop`, { drain });
    if (this.#rng.chance(0.1)) await this.#cancel(jobId);
  }

  async #cancel(jobId: string): Promise<void> {
    this.#note("cancel");
    await this.#cluster.request("PATCH", `/jobs/${jobId}?mode=cancel`);
  }

  async #dispose(): Promise<void> {
    const chosen = this.#rng.pick((await this.#savepoints()) ?? []);
    if (chosen === undefined) return;
    this.#disposed.add(chosen.path);
    await this.#post("dispose", "/savepoint-disposal", { "savepoint-path": chosen.path });
  }

  /** From the newest savepoint mostly, from an older one or anew at times. */
  async #start(isForCertain = false): Promise<void> {
    const savepoints = await this.#savepoints();
    // Without the list nobody starts a job anew by mistake.
    if (savepoints === undefined) return;
    const usable = savepoints.filter((savepoint) => savepoint.usable);
    const chosen = this.#rng.chance(0.8) ? usable[0] : this.#rng.pick(usable);
    const parallelism = 1 + this.#rng.below(this.#maxParallelism);
    if (!isForCertain && chosen !== undefined && this.#rng.chance(0.1)) {
      this.#note("start from what is being deleted");
      this.#disposed.add(chosen.path);
      this.#cluster.post("POST", "/savepoint-disposal", { "savepoint-path": chosen.path });
    }
    const { files } = await this.#cluster.get<Jars>("/jars");
    const body = { programArgsList: ARGUMENTS, parallelism, ...(chosen && { savepointPath: chosen.path }) };
    const response = await this.#cluster.request("POST", `/jars/${files[0]?.id ?? ""}/run`, body);
    this.#note(response.status === 200 ? (chosen === undefined ? "start anew" : `start at ${parallelism}`) : "start refused");
  }

  async #trigger(kind: Operation["kind"], jobId: string, path: string, body: object): Promise<void> {
    const reply = await this.#post(kind, path, body);
    if (reply !== undefined) this.#operations.push({ kind, jobId, triggerId: reply["request-id"] });
  }

  /** Undefined where the JobManager did not answer in time. */
  async #post(what: string, path: string, body: object): Promise<TriggerReply | undefined> {
    this.#note(what);
    const response = await this.#cluster.request("POST", path, body);
    return response.status < 300 ? (JSON.parse(response.body) as TriggerReply) : undefined;
  }

  async #openOperations(): Promise<number> {
    let open = 0;
    for (const { jobId, triggerId } of this.#operations) if ((await this.#status(jobId, triggerId)).status.id === "IN_PROGRESS") open++;
    return open;
  }

  /** Undefined while the storage is faulty. */
  async #savepoints(): Promise<StoredSavepoints["savepoints"] | undefined> {
    const response = await this.#cluster.request("GET", "/playground/savepoints");
    return response.status === 200 ? (JSON.parse(response.body) as StoredSavepoints).savepoints : undefined;
  }

  #status(jobId: string, triggerId: string): Promise<SavepointStatus> {
    return this.#cluster.get<SavepointStatus>(`/jobs/${jobId}/savepoints/${triggerId}`);
  }

  async #newestJob(): Promise<JobOverview | undefined> {
    return (await this.#cluster.get<JobsOverview>("/jobs/overview")).jobs[0];
  }

  #note(what: string): void {
    this.coverage[what] = (this.coverage[what] ?? 0) + 1;
  }
}

const VERTICES = 4;

function hasEnded({ state }: Pick<JobOverview, "state">): boolean {
  return state === "FINISHED" || state === "CANCELED" || state === "FAILED";
}
