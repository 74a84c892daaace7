// The names of a backend's objects that calls need. Rows that create something store its name here.
import type { Job } from "../../src/rest/jobs.ts";
import { type Backend, until } from "./backend.ts";

/** The arguments of Click Event Count, at each backend. */
export const PROGRAM_ARGUMENTS = ["--bootstrap.servers", "kafka:9092", "--checkpointing", "--event-time"] as const;

/** Two subtasks each of four vertices. */
export const PARALLELISM = 2;

/** The ids and names that the calls of a journey need, in one backend. */
export interface Scene {
  readonly backend: Backend;
  /** The observed job: the newest. */
  jobid: string;
  /** In the job's order, sources first. */
  readonly vertexIds: readonly string[];
  taskmanagerid: string;
  /** A completed checkpoint whose details are still kept when requested. */
  checkpointid: string;
  /** The JAR with Click Event Count. */
  readonly jarid: string;
  /** A JAR that a row has uploaded. */
  uploadedJar: string;
  /** A file of the process whose list was read last. */
  logFile: string;
  /** The last written savepoint. */
  savepoint: string;
  /** The time of the call whose reply is checked, epoch ms. */
  askedMs: number;
}

/**
 * Waits until the job runs with all its tasks, has completed checkpoints, and the metrics of its
 * first vertices are known.
 */
export async function sceneOf(backend: Backend): Promise<Scene> {
  const { client } = backend;
  const job = await untouchedJob(backend);
  const checkpointid = await until(backend, "two completed checkpoints", () => newestCheckpoint(backend, job.jid, 2));
  const { taskmanagers } = await client.call("taskManagers", {}, {});
  const { files } = await client.call("jars", {}, {});
  return {
    backend,
    jobid: job.jid,
    vertexIds: job.vertices.map(({ id }) => id),
    taskmanagerid: taskmanagers[0]?.id ?? "",
    checkpointid,
    jarid: files[0]?.id ?? "",
    uploadedJar: "",
    logFile: "",
    savepoint: "",
    askedMs: backend.nowMs(),
  };
}

/**
 * A job that has never failed. On a busy machine it may fail during the start and is then started
 * again.
 */
async function untouchedJob(backend: Backend): Promise<Job> {
  const { client } = backend;
  for (;;) {
    const job = await until(backend, "the job with its metrics", () => runningJob(backend, PARALLELISM, isMeasured));
    if (job.timestamps.RESTARTING === 0) return job;
    await client.call("cancelJob", { jobid: job.jid }, { mode: "cancel" });
    const { files } = await client.call("jars", {}, {});
    await client.call(
      "runJar",
      { jarid: files[0]?.id ?? "" },
      {},
      { body: { programArgsList: [...PROGRAM_ARGUMENTS], parallelism: PARALLELISM } },
    );
  }
}

/** The newest job, if all its tasks are RUNNING at that parallelism and `isIt` accepts it. */
export async function runningJob(backend: Backend, parallelism: number, isIt: (job: Job) => boolean): Promise<Job | undefined> {
  const { jobs } = await backend.client.call("jobsOverview", {}, {});
  const newest = jobs.toSorted((a, b) => b["start-time"] - a["start-time"])[0];
  if (newest?.state !== "RUNNING" || newest.tasks.total === 0 || newest.tasks.running < newest.tasks.total) return undefined;
  const job = await backend.client.call("job", { jobid: newest.jid }, {});
  const runs = job.vertices.every((vertex) => vertex.parallelism === parallelism && vertex.tasks.RUNNING === parallelism);
  return runs && isIt(job) ? job : undefined;
}

/** The id of the newest checkpoint once `atLeast` are completed. */
export async function newestCheckpoint(backend: Backend, jobid: string, atLeast = 1): Promise<string | undefined> {
  const { counts, latest } = await backend.client.call("checkpoints", { jobid }, {});
  return counts.completed >= atLeast && latest.completed !== null ? String(latest.completed.id) : undefined;
}

/**
 * The source has sent clicks and the counter has read them. The vertices after it wait for the
 * first window to close.
 */
export function isMeasured({ vertices: [source, counter] }: Job): boolean {
  const hasWritten = source?.metrics["write-records-complete"] === true && source.metrics["write-records"] > 0;
  return hasWritten && counter?.metrics["read-records-complete"] === true && counter.metrics["read-records"] > 0;
}
