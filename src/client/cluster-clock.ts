// The clock of a cluster, from the times in its replies. The page's clock may be off by minutes or more, and ages of what the cluster reports
// would be too.

/** A cluster's clock as the page knows it. */
export interface ClusterClock {
  /**
   * How far the page's clock is ahead of the cluster's, ms; negative if it is behind, 0 if both agree. Undefined until a reply had the cluster's
   * time.
   */
  readonly aheadMs: () => number | undefined;
  /** Takes note of a reply with the cluster's time, epoch ms, that the page received at `receivedMs`. */
  readonly note: (clusterMs: number, receivedMs: number) => void;
  /** Calls the listener when `aheadMs` changes. Returns the function that removes it. */
  readonly subscribe: (listener: () => void) => () => void;
}

/** A smaller difference is a slow reply, or one that the cluster has cached for its refresh interval: twice that interval (3 s), ms. */
const AGREES_MS = 6_000;
/** The difference counts as another one if it has changed by this much, ms. */
const CHANGED_MS = 1_000;
/** The least delayed of so many replies counts. Older ones do not, since clocks may be set. */
const REPLIES = 8;

/** Creates the clock of a cluster that has not answered yet. */
export function createClusterClock(): ClusterClock {
  const listeners = new Set<() => void>();
  let differences: readonly number[] = [];
  let aheadMs: number | undefined;
  return {
    aheadMs: () => aheadMs,
    note(clusterMs, receivedMs) {
      if (!Number.isFinite(clusterMs) || clusterMs <= 0) return;
      differences = [...differences, receivedMs - clusterMs].slice(-REPLIES);
      const leastMs = Math.min(...differences);
      const next = Math.abs(leastMs) < AGREES_MS ? 0 : leastMs;
      if (aheadMs !== undefined && Math.abs(next - aheadMs) < CHANGED_MS) return;
      aheadMs = next;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The cluster's time when it made this reply, epoch ms; undefined if the reply does not tell. */
export function timeOfReply(reply: unknown): number | undefined {
  if (typeof reply !== "object" || reply === null) return undefined;
  if ("now" in reply && typeof reply.now === "number") return reply.now;
  if (!("jobs" in reply) || !Array.isArray(reply.jobs)) return undefined;
  // Flink counts the duration of a running job in the overview up to the time of the reply.
  const times = reply.jobs.flatMap((job: unknown) => (typeof job === "object" && job !== null ? (timeOfJob(job) ?? []) : []));
  return times.length === 0 ? undefined : times.reduce((a, b) => Math.max(a, b));
}

function timeOfJob(job: object): number | undefined {
  const { "start-time": startMs, "end-time": endMs, duration } = job as Readonly<Record<string, unknown>>;
  return typeof startMs === "number" && typeof duration === "number" && endMs === -1 ? startMs + duration : undefined;
}
