import { useState, useSyncExternalStore } from "react";

import { readSetting, writeSetting } from "../client/settings.ts";

const KEY = "drey.drawer";
const FULL = "full";
/** Below `--breakpoint-laptop` the drawer has the whole width anyway. */
const WIDE_WINDOW = "(width >= 1200px)";

/** Whether the vertex drawer covers the graph and the tables below it. */
export type FullWidth = {
  /** Chosen, and the window is wide enough for both. */
  isFull: boolean;
  /** Changes the choice, which this browser remembers; undefined in a narrow window. */
  setFull: ((isFull: boolean) => void) | undefined;
};

/** See {@link FullWidth}. */
export function useFullWidth(): FullWidth {
  const isWide = useSyncExternalStore(subscribe, isWideWindow, () => true);
  const [isChosen, setChosen] = useState(() => readSetting(KEY) === FULL);
  if (!isWide) return { isFull: false, setFull: undefined };
  return {
    isFull: isChosen,
    setFull: (isFull) => {
      writeSetting(KEY, isFull ? FULL : "beside");
      setChosen(isFull);
    },
  };
}

function isWideWindow(): boolean {
  return matchMedia(WIDE_WINDOW).matches;
}

function subscribe(listener: () => void): () => void {
  const query = matchMedia(WIDE_WINDOW);
  query.addEventListener("change", listener);
  return () => query.removeEventListener("change", listener);
}
