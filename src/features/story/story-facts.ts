import type { ContainerHistory } from "../../domain/container-history.ts";
import type { ExceptionEntry } from "../../rest/exceptions.ts";
import type { Job } from "../../rest/jobs.ts";
import type { VertexSubtaskTimes } from "../../rest/vertices.ts";

/** All that the story is told from: what both contracts report of one moment. Times in epoch ms, by the cluster's clock where it has them. */
export type StoryFacts = {
  job: Pick<Job, "state" | "now" | "timestamps" | "vertices">;
  /** Newest first. */
  exceptions: readonly ExceptionEntry[];
  /** What the job was last restored from. */
  restored: { id: number; atMs: number } | undefined;
  latestCompleted: { id: number; atMs: number } | undefined;
  /** When each subtask's present attempt entered its states; empty while not asked. */
  times: readonly VertexSubtaskTimes[];
  slots: { taskManagers: number; free: number } | undefined;
  /** Ids of the TaskManagers that are registered; undefined while not asked. */
  registered: readonly string[] | undefined;
  /** Undefined without contract 2. */
  history: ContainerHistory | undefined;
  reading: Reading | undefined;
};

/** How far the job's reading is, in records over all partitions; undefined where the cluster does not tell. */
export type Reading = {
  atMs: number;
  /** Written to the topics that it reads. */
  written: number | undefined;
  /** Read from them, by the sources' own metrics. */
  read: number | undefined;
  /** Known to be there and not fetched, by the sources' own metrics. */
  pending: number | undefined;
};

/** Whether every task of the job runs. */
export function allTasksRun({ state, vertices }: Pick<Job, "state" | "vertices">): boolean {
  return state === "RUNNING" && vertices.every(({ tasks, parallelism }) => tasks.RUNNING === parallelism);
}

/** A try that failed because no slot was there; its message stands somewhere in the chain of causes. */
export function isLackOfSlots({ stacktrace }: Pick<ExceptionEntry, "stacktrace">): boolean {
  return stacktrace.includes("NoResourceAvailableException");
}

/** How a TaskManager went that a failure is about; undefined if the failure is the task's own. */
export type Loss = "lost" | "stopped";

/** What made the JobManager notice, in a few words, and whether a TaskManager is the reason. */
export function noticeOf(failure: Failure): { notice: string; loss: Loss | undefined } {
  const stacktrace = [failure, ...failure.concurrentExceptions].map((one) => one.stacktrace).join("\n");
  const sign = SIGNS.find(({ text }) => stacktrace.includes(text));
  return sign === undefined ? { notice: rootCause(failure).exception, loss: undefined } : { notice: sign.notice, loss: sign.loss };
}

/** Flink's own messages, from TaskExecutor, ResourceManager, JobMaster and the network stack. */
const SIGNS: readonly { text: string; notice: string; loss: Loss }[] = [
  { text: "The TaskExecutor is shutting down", notice: "it said goodbye", loss: "stopped" },
  { text: "is no longer reachable", notice: "two heartbeats undeliverable", loss: "lost" },
  { text: "Heartbeat of TaskManager", notice: "no heartbeat in time", loss: "lost" },
  { text: "Connection unexpectedly closed", notice: "a connection was lost", loss: "lost" },
  { text: "RecipientUnreachableException", notice: "it could not be reached", loss: "lost" },
];

/** `IllegalStateException` of `java.lang.IllegalStateException`. */
function simpleName(exceptionName: string): string {
  return exceptionName.split(/[.$]/).at(-1) ?? exceptionName;
}

/** A cause in a stack trace: its class, and its own words. */
export type Cause = { exception: string; message: string };

const CAUSE = /^(?:Caused by: )?([\w$.]+)(?:: (.*))?$/;

/** What is read of an entry of the exception history. */
type Failure = Pick<ExceptionEntry, "stacktrace" | "exceptionName" | "concurrentExceptions">;

/** The cause at the bottom of a stack trace, or in one that came with it: what stands above only wraps it. */
export function rootCause({ stacktrace, exceptionName, concurrentExceptions }: Failure): Cause {
  const causes = [stacktrace, ...concurrentExceptions.map((one) => `Caused by: ${one.stacktrace}`)].flatMap((text) => text.split("\n"));
  const line = causes.findLast((one) => one.startsWith("Caused by: ")) ?? causes[0] ?? "";
  const match = CAUSE.exec(line);
  return match === null
    ? { exception: simpleName(exceptionName), message: line }
    : { exception: simpleName(match[1] ?? exceptionName), message: match[2] ?? "" };
}

/** No restart strategy: Flink's default for a job without checkpointing. */
export function isNeverRestarted({ stacktrace }: Pick<ExceptionEntry, "stacktrace">): boolean {
  return stacktrace.includes("NoRestartBackoffTimeStrategy");
}
