import type { PageLayout, Rect } from "./page-layout.ts";

/**
 * Finds controls that are too small to press: smaller than 24 × 24 px and nearer to another control
 * than WCAG 2.5.8 allows. Runs in the page. A sentence for each fault.
 */
export function findSmallTargets(layout: PageLayout): readonly string[] {
  const { styleOf, framesAround, layerOf, shownOf, words, pathTo, placeOf } = layout;
  const LEAST = 24;
  const ROUNDING = 0.5;
  const isSmall = ({ left, top, right, bottom }: Rect): boolean => right - left < LEAST - ROUNDING || bottom - top < LEAST - ROUNDING;
  /** WCAG's exception for a link or hint within a sentence, whose height is that of the line. */
  const isInSentence = (element: Element): boolean => {
    if (!styleOf(element).display.startsWith("inline")) return false;
    const around = words(element.parentElement?.textContent ?? "");
    return around.length > words(element.textContent).length + 2;
  };
  /** WCAG's exception for a size that is essential, and for a control with an equivalent. */
  const isExcepted = (element: Element): boolean =>
    // The width of a frame of a flame graph is its share of the samples.
    element.closest("[aria-label='Flame graph']") !== null ||
    // The user zooms the job graph, and the table of vertices selects the same vertex.
    element.closest(".react-flow__viewport") !== null;
  /** The area that reacts may be larger than the box. */
  const isPressedAround = (element: Element): boolean => {
    layout.bringIntoView(element);
    const { x, y } = layout.centreOf(element);
    const reach = LEAST / 2 - ROUNDING;
    return [
      [-reach, 0],
      [reach, 0],
      [0, -reach],
      [0, reach],
    ].every(([dx = 0, dy = 0]) => layout.isHit(element, x + dx, y + dy));
  };
  const distance = (x: number, y: number, { left, top, right, bottom }: Rect): number =>
    Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom));

  /** Whether no scroller hides a part of it that would be elsewhere once it is scrolled into view. */
  const isWhole = (element: Element, other: Element): boolean => {
    const rect = element.getBoundingClientRect();
    const shown = shownOf(rect, framesAround(element), other);
    return shown.right - shown.left > rect.width - ROUNDING && shown.bottom - shown.top > rect.height - ROUNDING;
  };
  const areSideBySide = (a: Element, b: Element): boolean => layerOf(a) === layerOf(b) && isWhole(a, b) && isWhole(b, a);

  const faults = new Map<string, string>();
  // A reply may have replaced a control since the page was read.
  const controls = layout.controls.filter(({ isConnected }) => isConnected);
  const targets = [...new Set(controls.map(layout.targetOf))].map((element) => ({ element, rect: element.getBoundingClientRect() }));
  for (const { element, rect } of targets) {
    if (!isSmall(rect) || isInSentence(element) || isExcepted(element)) continue;
    const x = (rect.left + rect.right) / 2;
    const y = (rect.top + rect.bottom) / 2;
    const near = targets.find(({ element: other, rect: place }) => {
      if (other === element || other.contains(element) || element.contains(other)) return false;
      const isNear = distance(x, y, place) < LEAST / 2 - ROUNDING;
      const between = Math.hypot((place.left + place.right) / 2 - x, (place.top + place.bottom) / 2 - y);
      return (isNear || (isSmall(place) && between < LEAST - ROUNDING)) && areSideBySide(element, other);
    });
    if (near === undefined || isPressedAround(element)) continue;
    faults.set(
      pathTo(element),
      `too small: ${pathTo(element)} ${placeOf(rect)}, near ${layout.nameOf(near.element)} ${placeOf(near.rect)}`,
    );
  }
  layout.restoreScroll();
  return [...faults.values()];
}
