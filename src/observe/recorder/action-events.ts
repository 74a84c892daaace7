// The actions of this page as events of a history.
import type { ActionCall } from "../../client/action-log.ts";
import { failureWords } from "../../client/failure-words.ts";
import type { EndpointId } from "../../rest/routes.ts";
import { historyEvent } from "./history.ts";
import { CLUSTER } from "./history-store.ts";
import type { Reading } from "./readings.ts";

type Fields = Readonly<Record<string, unknown>>;

/**
 * What each recorded action is called, from the parameters of its path and the fields of its body.
 * Actions that cannot affect a job have no row.
 */
const WORDS: Partial<Readonly<Record<EndpointId, (params: Readonly<Record<string, string>>, body: Fields) => string>>> = {
  triggerCheckpoint: () => "Checkpoint requested",
  triggerSavepoint: () => "Savepoint requested",
  stopJob: (_, { drain }) => (drain === true ? "Stop with drain requested" : "Stop with savepoint requested"),
  cancelJob: () => "Cancellation requested",
  cancelApplication: () => "Cancellation of the application requested",
  putResourceRequirements: () => "Parallelism requested",
  runJar: () => "Job started from this page",
  runJarAsApplication: () => "Application started from this page",
  disposeSavepoint: () => "Deletion of a savepoint requested",
  killContainer: ({ name }) => `Killed ${name ?? "a container"}`,
  startContainer: ({ name }) => `Started ${name ?? "a container"}`,
  scaleService: ({ service }, { replicas }) => `Scaled ${service ?? "a service"} to ${String(replicas)}`,
  patchGenerator: (_, { recordsPerSecond: pace }) =>
    pace === 0
      ? "Generator paused"
      : typeof pace === "number"
        ? `Generator: ${String(pace)} records per second`
        : "Generator: as fast as possible",
  injectFault: () => "Fault injected",
  resetPlayground: () => "Playground reset",
};

/** The event of an action; undefined if it is not recorded. `aheadMs`: how far the page's clock is ahead of the cluster's. */
export function actionReading({ id, params, body, atMs, error }: ActionCall, aheadMs: number): Reading | undefined {
  const words = WORDS[id];
  if (words === undefined) return undefined;
  const fields = typeof body === "object" && body !== null ? (body as Fields) : {};
  const text = words(params, fields);
  const failed = error === undefined ? "" : `, failed: ${failureWords(error).words}`;
  const clusterMs = atMs - aheadMs;
  return { jobId: jobOf(params, fields), events: [historyEvent("action", `${id} ${String(clusterMs)}`, clusterMs, text + failed)] };
}

/** The job in the path, the new job of a start, or the job of a fault. Others affect the whole cluster. */
function jobOf({ jobid }: Readonly<Record<string, string>>, { jobId, job }: Fields): string {
  return jobid ?? [jobId, job].find((one) => typeof one === "string") ?? CLUSTER;
}
