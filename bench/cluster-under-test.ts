// A cluster to measure, wherever it runs, accessed only through both contracts.
import { assert } from "../src/base/assert.ts";

/** A running cluster. */
export interface ClusterUnderTest {
  /** Sends a request and returns status and body. */
  ask(method: string, url: string, body?: string): Promise<{ readonly status: number; readonly body: string }>;
  stop(): Promise<void>;
}

/** Measures a running cluster and stops it in any case. */
export async function withCluster<T>(cluster: ClusterUnderTest, measure: (cluster: ClusterUnderTest) => Promise<T>): Promise<T> {
  try {
    return await measure(cluster);
  } finally {
    await cluster.stop();
  }
}

/** An unexpected reply. */
class AnswerError extends Error {
  override readonly name = "AnswerError";
  readonly status: number;

  constructor(request: string, status: number, body: string) {
    super(`${request} answered ${String(status)}: ${body.slice(0, 500)}`);
    this.status = status;
  }
}

/** The body of a successful reply. Throws AnswerError otherwise. */
export async function get<T>(cluster: ClusterUnderTest, url: string): Promise<T> {
  const { status, body } = await cluster.ask("GET", url);
  if (status !== 200) throw new AnswerError(`GET ${url}`, status, body);
  return JSON.parse(body) as T;
}

/**
 * Sends a command and returns the reply's body, or undefined if it is empty. Throws AnswerError
 * unless it was accepted.
 */
export async function send(cluster: ClusterUnderTest, method: string, url: string, body?: unknown): Promise<unknown> {
  const reply = await cluster.ask(method, url, body === undefined ? undefined : JSON.stringify(body));
  if (reply.status !== 202 && reply.status !== 200) throw new AnswerError(`${method} ${url}`, reply.status, reply.body);
  return reply.body === "" ? undefined : JSON.parse(reply.body);
}

/** The polling interval, ms. */
const POLL_MS = 20;

/**
 * Polls until the value exists; "service unavailable" counts as missing. Throws an error with
 * `what` after `limitMs`.
 */
export async function until<T>(what: string, limitMs: number, probe: () => Promise<T | undefined>): Promise<T> {
  const endMs = performance.now() + limitMs;
  for (;;) {
    const answer = await probe().catch((error: unknown) => {
      if (error instanceof AnswerError && error.status === 503) return undefined;
      throw error;
    });
    if (answer !== undefined) return answer;
    assert(performance.now() < endMs, `${what}: not seen within ${String(limitMs / 1000)} s`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** The part of `GET /jobs/:id` used here. */
export interface JobDetails {
  readonly jid: string;
  readonly state: string;
  readonly vertices: readonly {
    readonly id: string;
    readonly name: string;
    readonly parallelism: number;
    readonly status: string;
    readonly tasks: Readonly<Record<string, number>>;
    readonly metrics: Readonly<Record<string, number | boolean>>;
  }[];
}

interface JobsOverview {
  readonly jobs: readonly { readonly jid: string; readonly state: string; readonly tasks: Readonly<Record<string, number>> }[];
}

/** The id of the only job, once all its tasks run. */
export function untilRunning(cluster: ClusterUnderTest, limitMs: number): Promise<string> {
  return until("all tasks RUNNING", limitMs, async () => {
    const { jobs } = await get<JobsOverview>(cluster, "/jobs/overview");
    const [job] = jobs;
    return job !== undefined && job.state === "RUNNING" && job.tasks["running"] === job.tasks["total"] ? job.jid : undefined;
  });
}

/** Waits until all tasks of that job run. Throws at once if the job has failed. */
export async function untilJobRuns(cluster: ClusterUnderTest, jobId: string, limitMs: number): Promise<void> {
  await until("all tasks of the job RUNNING", limitMs, async () => {
    const { jobs } = await get<JobsOverview>(cluster, "/jobs/overview");
    const job = jobs.find(({ jid }) => jid === jobId);
    if (job?.state === "FAILED") throw new Error(`job ${jobId} failed before all its tasks ran: ${await rootException(cluster, jobId)}`);
    return job?.state === "RUNNING" && job.tasks["running"] === job.tasks["total"] ? true : undefined;
  });
}

/** The innermost cause of the job's newest exception. */
async function rootException(cluster: ClusterUnderTest, jobId: string): Promise<string> {
  const { exceptionHistory } = await get<{ readonly exceptionHistory: { readonly entries: readonly { readonly stacktrace: string }[] } }>(
    cluster,
    `/jobs/${jobId}/exceptions`,
  );
  const [newest] = exceptionHistory.entries;
  return newest?.stacktrace.split("\n").findLast((line) => line.startsWith("Caused by")) ?? newest?.stacktrace ?? "no exception reported";
}

/** The job's vertex with that name. */
export async function vertexNamed(cluster: ClusterUnderTest, jobId: string, name: string): Promise<string> {
  const job = await get<JobDetails>(cluster, `/jobs/${jobId}`);
  const vertex = job.vertices.find((candidate) => candidate.name === name);
  assert(vertex !== undefined, `the job has no vertex ${name}`);
  return vertex.id;
}

/** Sum of a metric over a vertex's subtasks. */
export async function sumOfMetric(cluster: ClusterUnderTest, jobId: string, vertexId: string, metric: string): Promise<number | undefined> {
  const [aggregate] = await get<readonly { readonly sum?: number }[]>(
    cluster,
    `/jobs/${jobId}/vertices/${vertexId}/subtasks/metrics?get=${metric}&agg=sum`,
  );
  return aggregate?.sum;
}

/** A topic's partitions with their offsets. */
export interface TopicState {
  readonly name: string;
  readonly partitions: readonly { readonly partition: number; readonly beginOffset: number; readonly endOffset: number }[];
  readonly bytes: number;
  readonly budgetBytes: number;
}

/** One topic. */
export async function topicNamed(cluster: ClusterUnderTest, name: string): Promise<TopicState> {
  const { topics } = await get<{ readonly topics: readonly TopicState[] }>(cluster, "/playground/topics");
  const topic = topics.find((candidate) => candidate.name === name);
  assert(topic !== undefined, `there is no topic ${name}`);
  return topic;
}
