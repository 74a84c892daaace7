// What a page offers to the command palette. The palette is in the shell and knows no page, so a page
// says here what can be done on it. Nothing is computed before the palette opens.
import { createContext, useContext, useEffect, useState } from "react";

import type { StateBadgeProps } from "./state-badge.tsx";

/** An entry of the command palette. All texts are visible text, see visibleText. */
export type PageCommand = {
  /** Unique among all entries. */
  id: string;
  /** The heading above it. */
  group: string;
  label: string;
  /** Beside the label: what it does, or where it is. */
  note?: string;
  /** More text to find it by, such as an id. */
  keywords?: string;
  badge?: Pick<StateBadgeProps, "tone" | "label">;
  /** Why it cannot be chosen now. It is listed nevertheless. */
  disabledReason?: string | undefined;
  /** Opens a place or a dialog. It never performs an action by itself. */
  run: () => void;
};

type Offer = () => readonly PageCommand[];

/** See {@link createPageCommands}. */
export interface PageCommands {
  /** What is offered now, in the order in which it was first offered. */
  all(): readonly PageCommand[];
  /** Calls the listener when an offer may have changed. Returns the function that removes it. */
  subscribe(listener: () => void): () => void;
  /** Sets the offer of one source; undefined removes it. */
  offer(source: object, build: Offer | undefined): void;
}

/** The offers of the mounted parts of a page. */
export function createPageCommands(): PageCommands {
  const offers = new Map<object, Offer>();
  const listeners = new Set<() => void>();
  return {
    all: () => [...offers.values()].flatMap((build) => build()),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    offer(source, build) {
      if (build === undefined) offers.delete(source);
      else offers.set(source, build);
      for (const listener of listeners) listener();
    },
  };
}

/** Null outside of the shell. */
export const PageCommandsContext = createContext<PageCommands | null>(null);

/** Offers commands to the palette while the component is mounted. `build` is called when the palette is open. */
export function useOfferCommands(build: Offer): void {
  const commands = useContext(PageCommandsContext);
  const [source] = useState<object>(() => ({}));
  // After each rendering, because it closes over the newest facts.
  useEffect(() => commands?.offer(source, build));
  useEffect(() => () => commands?.offer(source, undefined), [commands, source]);
}
