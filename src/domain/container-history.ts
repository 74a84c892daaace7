import type { Container } from "../rest/playground.ts";

/**
 * An end of a container, as the page saw it. Contract 2 tells when one started and not when it ended: so `seenMs` is when it was first
 * seen gone, and `notBeforeMs` when it was last seen running. Both in epoch ms, undefined where the page was not there to see it.
 */
export type ContainerEnd = {
  name: string;
  service: string;
  /** 137 for a kill; null where another incarnation was there before the end could be seen. */
  exitCode: number | null;
  /** Of the incarnation that ended. */
  taskManagerId: string | null;
  seenMs: number | undefined;
  notBeforeMs: number | undefined;
};

/** The containers as of the last reply, and the ends that were seen. */
export type ContainerHistory = {
  /** When the last reply came, epoch ms. */
  atMs: number;
  containers: readonly Container[];
  /** Oldest first. */
  ends: readonly ContainerEnd[];
};

/** `docker compose kill` sends SIGKILL: 128 + 9. */
export const KILLED_EXIT_CODE = 137;

const KEPT_ENDS = 32;

/** The history after one more reply. */
export function nextContainerHistory(
  before: ContainerHistory | undefined,
  atMs: number,
  containers: readonly Container[],
): ContainerHistory {
  const ends = containers.flatMap((container) => {
    const earlier = before?.containers.find(({ name }) => name === container.name);
    const end = endBetween(earlier, container, before?.atMs, atMs);
    return end === undefined ? [] : [end];
  });
  return { atMs, containers, ends: [...(before?.ends ?? []), ...ends].slice(-KEPT_ENDS) };
}

function endBetween(
  earlier: Container | undefined,
  now: Container,
  notBeforeMs: number | undefined,
  seenMs: number,
): ContainerEnd | undefined {
  const { name, service } = now;
  if (earlier === undefined) {
    // It was down when the page first looked; one that never ran has no exit code.
    if (now.state === "running" || now.exitCode === null) return undefined;
    return { name, service, exitCode: now.exitCode, taskManagerId: now.taskManagerId, seenMs: undefined, notBeforeMs: undefined };
  }
  if (earlier.state !== "running") return undefined;
  const { taskManagerId } = earlier;
  if (now.state === "exited") return { name, service, exitCode: now.exitCode, taskManagerId, seenMs, notBeforeMs };
  if (now.startedAt === earlier.startedAt) return undefined;
  // Down and up again between two replies: it ended before it started. That start is by the cluster's clock, which may not be the page's.
  const { startedAt } = now;
  const isStartBetween = startedAt !== null && startedAt <= seenMs && startedAt >= (notBeforeMs ?? 0);
  return { name, service, exitCode: null, taskManagerId, seenMs: isStartBetween ? startedAt : seenMs, notBeforeMs };
}

/** The last end of a container; undefined if none was seen. */
export function lastEnd(history: ContainerHistory, name: string): ContainerEnd | undefined {
  return history.ends.findLast((end) => end.name === name);
}
