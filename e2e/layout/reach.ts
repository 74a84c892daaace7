import type { PageLayout } from "./page-layout.ts";

/**
 * Finds controls that no scrolling brings into the window or that are covered there, and a document
 * that scrolls sideways. Runs in the page. A sentence for each fault.
 */
export function findOutOfReach(layout: PageLayout): readonly string[] {
  const { isHit, centreOf, bringIntoView, pathTo, placeOf } = layout;
  const faults = new Set<string>();
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) faults.add(`the document scrolls sideways: ${String(scrollWidth)} px in ${String(clientWidth)}`);

  const isReached = (element: Element): boolean => {
    const { x, y } = centreOf(element);
    return isHit(element, x, y);
  };
  /** A drag brings cards outside the graph's pane into view, scrolling does not. */
  const isBeyondPane = (element: Element): boolean => {
    const pane = element.closest(".react-flow")?.getBoundingClientRect();
    const { x, y } = centreOf(element);
    return pane !== undefined && (x < pane.left || x > pane.right || y < pane.top || y > pane.bottom);
  };
  /** A control for the keyboard alone: presses go through it, to what it marks. */
  const isForKeys = (element: Element): boolean => layout.styleOf(element).pointerEvents === "none";
  for (const element of layout.controls) {
    // A reply may have replaced it since the page was read.
    if (!element.isConnected) continue;
    if (isForKeys(element) || isBeyondPane(element) || isReached(element)) continue;
    bringIntoView(element);
    if (isReached(element)) continue;
    const rect = element.getBoundingClientRect();
    // The link that skips to the content comes into view with the focus.
    if (layout.styleOf(element).position === "fixed" && rect.bottom < 0) continue;
    const { x, y } = centreOf(element);
    const hit = document.elementFromPoint(x, y);
    const reason = hit === null ? "outside the window" : hit.contains(element) ? "cut off" : `covered by ${pathTo(hit)}`;
    faults.add(`out of reach: ${pathTo(element)} ${placeOf(rect)}, ${reason}`);
  }
  layout.restoreScroll();
  return [...faults];
}
