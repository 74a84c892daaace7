import type { Click } from "./fake-broker.ts";
import { START_MS } from "./fake-network.ts";
import { WINDOW_MS } from "./test-cluster.ts";

/** The playground's pages. */
export const PAGES = ["/help", "/index", "/shop", "/jobs", "/about", "/news"];

/** Start of the first whole window that the clicks of tests lie in. */
export const FIRST_WINDOW_MS = Math.ceil(START_MS / WINDOW_MS) * WINDOW_MS;

/** `rounds` clicks on each page, 15 ms from round to round, beginning with round `from`. */
export function rounds(count: number, from = 0): Click[] {
  return Array.from({ length: count }, (_, round) =>
    PAGES.map((page) => ({ page, timestampMs: FIRST_WINDOW_MS + (from + round) * 15 })),
  ).flat();
}
