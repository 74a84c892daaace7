// The names of what is there in a backend, as the calls need them. Rows that make something new write its name here.
import type { Job } from "../../src/rest/jobs.ts";
import { type Backend, until } from "./backend.ts";

/** What Click Event Count is started with, at each backend. */
export const PROGRAM_ARGUMENTS = ["--bootstrap.servers", "kafka:9092", "--checkpointing", "--event-time"] as const;

/** Two subtasks each of four vertices. */
export const PARALLELISM = 2;

/** The ids and names that the calls of a journey need, in one backend. */
export interface Scene {
  readonly backend: Backend;
  /** The job that is looked at: the newest. */
  jobid: string;
  /** In the order of the job: sources first. */
  readonly vertexIds: readonly string[];
  taskmanagerid: string;
  /** A completed checkpoint whose details are still kept when it is asked for. */
  checkpointid: string;
  /** The JAR that holds Click Event Count. */
  readonly jarid: string;
  /** One that a row has uploaded. */
  uploadedJar: string;
  /** A file of the process whose list was read last. */
  logFile: string;
  /** Where a savepoint was written last. */
  savepoint: string;
  /** When the call was made whose reply is looked at, epoch ms. */
  askedMs: number;
}

/** Waits until the job runs with all its tasks, has completed checkpoints, and the metrics of its first vertices are known. */
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

/** A job that has never failed: on a machine that is short of everything one may fail while it starts, and then it is started once more. */
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

/** The newest job, if all its tasks RUN at that parallelism and `isIt`. */
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

/** The source has written clicks and the counter has read them; what comes after them waits for the first window to close. */
export function isMeasured({ vertices: [source, counter] }: Job): boolean {
  const hasWritten = source?.metrics["write-records-complete"] === true && source.metrics["write-records"] > 0;
  return hasWritten && counter?.metrics["read-records-complete"] === true && counter.metrics["read-records"] > 0;
}
