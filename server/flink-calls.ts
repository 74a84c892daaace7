// The calls that the proxy passes on: every call of Drey, and every other path that can be read by
// GET. Other calls do not leave this machine, whatever a page requests.
import type { HttpMethod, Route } from "../src/rest/route.ts";
import { ROUTES } from "../src/rest/routes.ts";

/** One call of Flink's REST API as the proxy sees it. */
export interface FlinkCall {
  readonly method: HttpMethod;
  /** Flink's own template, `:name` for a parameter. */
  readonly path: `/${string}`;
  /** The format of a successful reply. */
  readonly reply: "json" | "text";
  /** Whether it changes the cluster or runs code in it. A read-only proxy rejects it then. */
  readonly isWrite: boolean;
}

/**
 * Paths of Flink's REST API that Drey does not use, for curl. A test compares the list with Flink's
 * stability snapshot.
 */
const OTHER_READS: readonly `/${string}`[] = [
  "/datasets",
  "/datasets/delete/:triggerid",
  "/jobs/:jobid/execution-result",
  "/jobs/:jobid/rescaling/:triggerid",
];

/**
 * Cancel and stop by GET, which Flink keeps for YARN's proxy. Any link or picture in a page could
 * use them.
 */
export const NEVER: readonly `/${string}`[] = ["/jobs/:jobid/yarn-cancel", "/jobs/:jobid/yarn-stop"];

/**
 * Whether a call changes something. A request for a JAR's plan runs the program's main() on the
 * JobManager, by GET too.
 */
function changesCluster(method: HttpMethod, path: string): boolean {
  return method !== "GET" || path === "/jars/:jarid/plan";
}

/** The whole table, with each method and path once. */
export const FLINK_CALLS: readonly FlinkCall[] = [
  ...Object.values<Route>(ROUTES)
    .filter(({ contract, path }) => contract === 1 && !NEVER.includes(path))
    .map(({ method, path, reply }) => ({ method, path, reply, isWrite: changesCluster(method, path) })),
  ...OTHER_READS.map((path) => ({ method: "GET", path, reply: "json", isWrite: false }) as const),
];
