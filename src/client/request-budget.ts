// How much the dashboard asks of a cluster. Flink has no call that tells the load of all vertices of a job, so each vertex is a call of its own; a job may have
// a thousand. Whatever is asked about single vertices keeps to these two numbers, and the sum of all on a page is a bounded number a second.

import { timerMs } from "../base/timer.ts";

/** A kind of call is made about so many single vertices at one refresh; about more of them it is made less often. */
const VERTICES_PER_REFRESH = 12;

/** A kind of call is made about no more vertices than these: those that are looked at, or tell most. */
export const MOST_VERTICES_ASKED = 24;

/** How often to ask about each of `count` vertices, ms, so that no refresh has more calls than it should. */
export function spreadRefresh(refreshMs: number, count: number): number {
  return timerMs(refreshMs * Math.max(1, Math.ceil(count / VERTICES_PER_REFRESH)), refreshMs);
}
