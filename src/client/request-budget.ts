// Limits the requests to a cluster. Flink has no call for the load of all vertices of a job, so
// each vertex needs its own call, and a job may have a thousand. Calls about single vertices keep
// to these two numbers, which limits the number of requests per second of a page.

import { timerMs } from "../base/timer.ts";

/**
 * The number of vertices that one kind of call may query per refresh. For more vertices, each is
 * queried less often.
 */
const VERTICES_PER_REFRESH = 12;

/** The most vertices that one kind of call queries: the visible or most relevant ones. */
export const MOST_VERTICES_ASKED = 24;

/** How often to query each of `count` vertices, ms, so that no refresh exceeds its budget. */
export function spreadRefresh(refreshMs: number, count: number): number {
  return timerMs(refreshMs * Math.max(1, Math.ceil(count / VERTICES_PER_REFRESH)), refreshMs);
}
