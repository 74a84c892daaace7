import { SeededRng } from "../../base/seeded-rng.ts";
import type { JobExceptions } from "../../rest/exceptions.ts";
import type { JobOverview, JobsOverview } from "../../rest/jobs.ts";
import type { TriggerReply } from "../../rest/operations.ts";
import type { StoredSavepoints } from "../../rest/playground.ts";
import { count, type Coverage } from "./coverage.ts";
import { kindNamed } from "./event-kind.ts";
import type { Kills } from "./kills.ts";
import { hasEnded, operationStatus } from "./oracles/job-facts.ts";
import type { ScheduledEvent } from "./schedule.ts";
import type { SimulatedCluster } from "./simulated-cluster.ts";
import { Ledger } from "./user-actions/ledger.ts";
import { start } from "./user-actions/start.ts";
import type { ActionContext } from "./user-actions/user-action.ts";
import { RETENTION_ACTIONS } from "./user-actions/user-actions.ts";

const SETTLE_MS = 90_000;
const LOOK_EVERY_MS = 500;

/**
 * A user who does what the schedule says: savepoints, stops with and without drain, cancels, starts
 * from any savepoint at any parallelism, deletions. Uses only the two contracts.
 */
export class SimulatedUser {
  readonly coverage: Coverage = {};
  readonly ledger = new Ledger();
  readonly #cluster: SimulatedCluster;
  readonly #kills: Kills;

  constructor(cluster: SimulatedCluster, kills: Kills) {
    this.#cluster = cluster;
    this.#kills = kills;
  }

  /** Does all of `actions` that are due before `endMs`, one after another. What takes long delays the next one. */
  async act(actions: readonly ScheduledEvent[], endMs: number): Promise<void> {
    const { simulation } = this.#cluster;
    for (const action of actions) {
      await simulation.runUntil(Math.max(action.atMs, simulation.nowMs));
      if (simulation.nowMs >= endMs) return;
      await this.#perform(action);
    }
  }

  /** Waits for the end of all operations, and starts a job if none runs. Cancels a job that can never run. */
  async settle(): Promise<void> {
    const { simulation } = this.#cluster;
    const deadlineMs = simulation.nowMs + SETTLE_MS;
    for (;;) {
      await simulation.runUntil(simulation.nowMs + LOOK_EVERY_MS);
      // Before the job: an operation may end its job between two requests, and without open operations none does.
      const open = await this.#openOperations();
      const job = await this.#newestJob();
      if (job === undefined || hasEnded(job)) await this.#startAgain();
      else if (await this.#hasLostItsSavepoint(job.jid)) await this.#cluster.request("PATCH", `/jobs/${job.jid}?mode=cancel`);
      else if (open === 0 && job.tasks.running === job.tasks.total) return;
      if (simulation.nowMs > deadlineMs) return;
    }
  }

  async #perform({ kind, parameters, choice }: ScheduledEvent): Promise<void> {
    const action = kindNamed(RETENTION_ACTIONS, kind);
    const context = this.#contextOf(choice);
    const job = await this.#newestJob();
    const isRunning = job !== undefined && !hasEnded(job);
    if (action.needs === "a running job") {
      if (isRunning) await action.apply(parameters, context, job.jid);
    } else if (!isRunning) {
      await action.apply(parameters, context);
    }
  }

  async #startAgain(): Promise<void> {
    await start({ parallelism: 1, from: "newest", isDisposed: false, isClaimed: false }, this.#contextOf(0));
  }

  #contextOf(choice: number): ActionContext {
    return {
      cluster: this.#cluster,
      kills: this.#kills,
      ledger: this.ledger,
      rng: new SeededRng(choice),
      note: (what) => count(this.coverage, what),
      post: (path, body) => this.#post(path, body),
      trigger: async (kind, jobId, path, body) => {
        const reply = await this.#post(path, body);
        if (reply !== undefined) this.ledger.operations.push({ kind, jobId, triggerId: reply["request-id"] });
      },
      savepoints: () => this.#savepoints(),
    };
  }

  async #post(path: string, body: object): Promise<TriggerReply | undefined> {
    const response = await this.#cluster.request("POST", path, body);
    return response.status < 300 ? (JSON.parse(response.body) as TriggerReply) : undefined;
  }

  async #savepoints(): Promise<StoredSavepoints["savepoints"] | undefined> {
    const response = await this.#cluster.request("GET", "/playground/savepoints");
    return response.status === 200 ? (JSON.parse(response.body) as StoredSavepoints).savepoints : undefined;
  }

  async #openOperations(): Promise<number> {
    let open = 0;
    for (const operation of this.ledger.operations) {
      if ((await operationStatus(this.#cluster, operation)).status.id === "IN_PROGRESS") open++;
    }
    return open;
  }

  /** Whether what the job restores lay in a savepoint that the user has deleted or given away. It restarts until it is cancelled, as in Flink. */
  async #hasLostItsSavepoint(jobId: string): Promise<boolean> {
    const { exceptionHistory } = await this.#cluster.get<JobExceptions>(`/jobs/${jobId}/exceptions`);
    const newest = exceptionHistory.entries[0]?.stacktrace ?? "";
    const given = [...this.ledger.disposed, ...this.ledger.claimed];
    return newest.includes("FileNotFoundException") && given.some((path) => newest.includes(`${path.replace("file:", "")}/`));
  }

  async #newestJob(): Promise<JobOverview | undefined> {
    return (await this.#cluster.get<JobsOverview>("/jobs/overview")).jobs[0];
  }
}
