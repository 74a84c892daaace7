// Which containers are linked. Only this table decides that a peer is dead. Platforms do not.

import { ensureExists } from "../../base/assert.ts";
import type { Incarnation, LinkId } from "./container-runtime.ts";

interface Entry {
  readonly ends: readonly [Incarnation, Incarnation];
  /** The end that has closed cleanly. What it sent may still be in transit, so the link counts until the other end has closed too. */
  closedBy: Incarnation | undefined;
}

/** The links between incarnations that live. */
export interface LinkTable {
  add(linkId: LinkId, opener: Incarnation, target: Incarnation): void;
  /** One end has closed; the second time the link is forgotten. */
  close(linkId: LinkId, by: Incarnation): void;
  /**
   * Forgets every link of `ended`, and answers which ones each survivor loses, in the order they were opened. After a clean stop those are
   * only the links that it never saw: what it sent on the others, and that it closed them, still has to arrive.
   */
  removeAllOf(ended: Incarnation, how: "killed" | "stopped"): ReadonlyMap<Incarnation, readonly LinkId[]>;
}

/** Creates an empty table. */
export function createLinkTable(): LinkTable {
  const entries = new Map<LinkId, Entry>();
  const byIncarnation = new Map<Incarnation, Set<LinkId>>();

  function linksOf(incarnation: Incarnation): Set<LinkId> {
    let linkIds = byIncarnation.get(incarnation);
    if (linkIds === undefined) {
      linkIds = new Set();
      byIncarnation.set(incarnation, linkIds);
    }
    return linkIds;
  }

  function remove(linkId: LinkId, entry: Entry): void {
    entries.delete(linkId);
    for (const incarnation of entry.ends) byIncarnation.get(incarnation)?.delete(linkId);
  }

  return {
    add(linkId, opener, target) {
      entries.set(linkId, { ends: [opener, target], closedBy: undefined });
      linksOf(opener).add(linkId);
      linksOf(target).add(linkId);
    },
    close(linkId, by) {
      const entry = entries.get(linkId);
      // Undefined: the other end died while this message was in flight.
      if (entry === undefined) return;
      if (entry.closedBy === undefined) entry.closedBy = by;
      else if (entry.closedBy !== by) remove(linkId, entry);
    },
    removeAllOf(ended, how) {
      const losses = new Map<Incarnation, LinkId[]>();
      for (const linkId of linksOf(ended)) {
        const entry = ensureExists(entries.get(linkId), `link ${linkId}`);
        const survivor = entry.ends[0] === ended ? entry.ends[1] : entry.ends[0];
        remove(linkId, entry);
        if (survivor === ended || entry.closedBy === survivor) continue;
        if (how === "stopped" && entry.closedBy === ended) continue;
        const lost = losses.get(survivor);
        if (lost === undefined) losses.set(survivor, [linkId]);
        else lost.push(linkId);
      }
      byIncarnation.delete(ended);
      return losses;
    },
  };
}
