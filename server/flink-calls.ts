// What the proxy passes on: every call that Drey makes, and every other path that can be read by GET. A call that is not here does not leave
// this machine, whatever a page asks for.
import type { HttpMethod, Route } from "../src/rest/route.ts";
import { ROUTES } from "../src/rest/routes.ts";

/** One call of Flink's REST API as the proxy sees it. */
export interface FlinkCall {
  readonly method: HttpMethod;
  /** Flink's own template, `:name` for a parameter. */
  readonly path: `/${string}`;
  /** What a good reply is made of. */
  readonly reply: "json" | "text";
  /** Whether it changes the cluster or runs code in it: what a read-only proxy refuses. */
  readonly isWrite: boolean;
}

/** Paths of Flink's REST API that Drey has no use for yet: `curl` has. Flink's stability snapshot judges that none is missing. */
const OTHER_READS: readonly `/${string}`[] = [
  "/applications/:applicationid/jobmanager/config",
  "/datasets",
  "/datasets/delete/:triggerid",
  "/jobs/:jobid/execution-result",
  "/jobs/:jobid/jobmanager/config",
  "/jobs/:jobid/jobmanager/environment",
  "/jobs/:jobid/jobmanager/log-url",
  "/jobs/:jobid/rescaling/:triggerid",
  "/jobs/:jobid/taskmanagers/:taskmanagerid/log-url",
];

/** Cancelling and stopping by GET, which Flink has kept for YARN's proxy: any link or picture in a page could do it. */
export const NEVER: readonly `/${string}`[] = ["/jobs/:jobid/yarn-cancel", "/jobs/:jobid/yarn-stop"];

/** Whether a call changes something. Asking for a JAR's plan runs the program's main() on the JobManager, by GET as well. */
function changesCluster(method: HttpMethod, path: string): boolean {
  return method !== "GET" || path === "/jars/:jarid/plan";
}

/** The whole table, each method and path once. */
export const FLINK_CALLS: readonly FlinkCall[] = [
  ...Object.values<Route>(ROUTES)
    .filter(({ contract, path }) => contract === 1 && !NEVER.includes(path))
    .map(({ method, path, reply }) => ({ method, path, reply, isWrite: changesCluster(method, path) })),
  ...OTHER_READS.map((path) => ({ method: "GET", path, reply: "json", isWrite: false }) as const),
];
