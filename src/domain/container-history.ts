import type { Container } from "../rest/playground.ts";

/**
 * The end of a container, as this page saw it. Contract 2 reports when a container started but not
 * when it ended. `seenMs` is when its end was first seen, and `notBeforeMs` when it was last seen
 * running. Both in epoch ms, undefined if the page was not open.
 */
export type ContainerEnd = {
  name: string;
  service: string;
  /** 137 for a kill; null if another incarnation started before the end was seen. */
  exitCode: number | null;
  /** When the ended incarnation started. */
  taskManagerId: string | null;
  seenMs: number | undefined;
  notBeforeMs: number | undefined;
};

/** The containers of the last reply, and the observed ends. */
export type ContainerHistory = {
  /** When the last reply arrived, epoch ms. */
  atMs: number;
  containers: readonly Container[];
  /** Oldest first. */
  ends: readonly ContainerEnd[];
};

/** `docker compose kill` sends SIGKILL: 128 + 9. */
export const KILLED_EXIT_CODE = 137;

const KEPT_ENDS = 32;

/** The history after another reply. */
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
    // It was down when the page first looked. A container that never ran has no exit code.
    if (now.state === "running" || now.exitCode === null) return undefined;
    return { name, service, exitCode: now.exitCode, taskManagerId: now.taskManagerId, seenMs: undefined, notBeforeMs: undefined };
  }
  if (earlier.state !== "running") return undefined;
  const { taskManagerId } = earlier;
  if (now.state === "exited") return { name, service, exitCode: now.exitCode, taskManagerId, seenMs, notBeforeMs };
  if (now.startedAt === earlier.startedAt) return undefined;
  // It stopped and started between two replies, so it ended before its start. That start is by the
  // cluster's clock, which may differ from the page's.
  const { startedAt } = now;
  const isStartBetween = startedAt !== null && startedAt <= seenMs && startedAt >= (notBeforeMs ?? 0);
  return { name, service, exitCode: null, taskManagerId, seenMs: isStartBetween ? startedAt : seenMs, notBeforeMs };
}

/** The last end of a container; undefined if none was seen. */
export function lastEnd(history: ContainerHistory, name: string): ContainerEnd | undefined {
  return history.ends.findLast((end) => end.name === name);
}
