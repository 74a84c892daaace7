// What the judge expects of the input. The generator has the same facts in its own files. They are
// repeated here so that a mistake there does not become the judge's mistake.

/** The pages that are clicked. */
export const PAGES: readonly string[] = ["/help", "/index", "/shop", "/jobs", "/about", "/news"];

/** Length of a window, ms. */
export const WINDOW_MS = 15_000;

/** Clicks on each page in a full window. */
export const CLICKS_PER_PAGE = 1_000;

/** Each page is clicked once every so many ms of event time. */
const CLICK_INTERVAL_MS = 15;

/** Timestamp of click number `index`, counted from 0, if the first one is at `startMs` (epoch ms). */
export function clickTimestampMs(startMs: number, index: number): number {
  const round = Math.floor(index / 6);
  return startMs + round * CLICK_INTERVAL_MS;
}
