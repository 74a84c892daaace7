// What the judge expects of the input, stated here once more on purpose: the generator that it judges
// has these facts in its own files, and a mistake there must not become the judge's mistake.

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
