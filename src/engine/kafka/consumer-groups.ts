// The offsets that consumer groups have committed.

import type { SplitOffset } from "../protocol/state.ts";

/** By group, then by partition. */
export class ConsumerGroups {
  readonly #groups = new Map<string, Map<string, SplitOffset>>();

  /** Remembers how far a group has read. */
  commit(groupId: string, offsets: readonly SplitOffset[]): void {
    const group = this.#groups.get(groupId) ?? new Map<string, SplitOffset>();
    this.#groups.set(groupId, group);
    for (const split of offsets) group.set(keyOf(split.topic, split.partition), split);
  }

  /** What the group has committed in a topic. Partitions without a commit are left out. */
  committed(groupId: string, topic: string): SplitOffset[] {
    return [...(this.#groups.get(groupId)?.values() ?? [])].filter((split) => split.topic === topic);
  }

  /** What the group has committed in a partition; undefined if nothing. */
  committedOffset(groupId: string, topic: string, partition: number): number | undefined {
    return this.#groups.get(groupId)?.get(keyOf(topic, partition))?.offset;
  }
}

function keyOf(topic: string, partition: number): string {
  return `${topic}-${partition}`;
}
