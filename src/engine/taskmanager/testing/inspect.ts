import type { SubtaskState } from "../../protocol/state.ts";
import type { ToConsumer, ToProducer } from "../../protocol/taskmanager-taskmanager.ts";
import { FIRST_WINDOW_MS, PAGES } from "./clicks.ts";
import type { TestCluster } from "./test-cluster.ts";

/** Enough rounds of clicks to close the first window, and then some. */
export const ROUNDS = 1_020;

/** The results of each page in a window: more than one where at-least-once delivery repeated it. */
export function countsOf(cluster: TestCluster, windowStartMs = FIRST_WINDOW_MS): Record<string, number[]> {
  const counts: Record<string, number[]> = {};
  for (const { page, windowStartMs: start, count } of cluster.broker.results) {
    if (start === windowStartMs) (counts[page] ??= []).push(count);
  }
  return counts;
}

/** What `countsOf` says when every page has one result, of `count`. */
export function complete(count: number): Record<string, number[]> {
  return Object.fromEntries(PAGES.map((page) => [page, [count]]));
}

/** The parts of a checkpoint that belong to `vertex`, as a coordinator hands them out. */
export function restoredFrom(cluster: TestCluster, checkpointId: number, vertex: string, subtasks: readonly number[]) {
  const states = subtasks.map((subtask): SubtaskState => {
    const ack = cluster.jobManager
      .of("acknowledge-checkpoint")
      .find((message) => message.checkpointId === checkpointId && message.attemptId.includes(`_${vertex}_${subtask}_`));
    return ack?.state ?? {};
  });
  const keyed = states.flatMap((state) => (state.keyed === undefined ? [] : [state.keyed]));
  const splits = states.flatMap((state) => state.splits ?? []);
  return { checkpointId, keyed, ...(vertex === "source" && { splits }) };
}

/** All splits of a checkpoint that two sources took. */
export function splitsOf(cluster: TestCluster, checkpointId: number) {
  return restoredFrom(cluster, checkpointId, "source", [0, 1]).splits ?? [];
}

/** What was said over the links between TaskManagers about one consumer, in the order of sending; `from` leaves out what came before. */
export function conversation(cluster: TestCluster, consumer: string, from = 0): (ToConsumer | ToProducer)[] {
  return cluster.network.messages
    .slice(from)
    .filter(
      (message): message is ToConsumer | ToProducer =>
        typeof message === "object" && message !== null && "channel" in message && (message as ToConsumer).channel.consumer === consumer,
    );
}

/** The elements that were sent to a consumer over links, in words. */
export function elementsTo(cluster: TestCluster, consumer: string): string[] {
  return conversation(cluster, consumer).flatMap((message) => {
    if (message.type !== "element") return [];
    const { element } = message;
    if (element.type === "barrier") return [`barrier ${element.barrier.checkpointId}`];
    if (element.type === "committables") return [`committables ${element.checkpointId}`];
    if (element.type === "watermark") return [`watermark ${element.timestamp}`];
    return [element.type];
  });
}
