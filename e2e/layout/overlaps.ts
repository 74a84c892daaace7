import type { Frame, PageLayout, Rect } from "./page-layout.ts";

/**
 * Finds text, controls and cards of the job graph that cover each other, and text that leaves its
 * control. Runs in the page. A sentence for each kind of fault.
 */
export function findOverlaps(layout: PageLayout): readonly string[] {
  const { tolerance, lines, controls, graphNodes, framesAround, layerOf, shownOf, intersect, isEmpty, placeOf, pathTo } = layout;
  /** Letters fill this share of their line's height. The rest is empty above and below. */
  const INK = 0.64;

  interface Box {
    readonly name: string;
    readonly element: Element;
    readonly rect: Rect;
    readonly frames: readonly Frame[];
  }
  const boxes: Box[] = [];
  for (const { node, parent, rect } of lines) {
    const blank = ((1 - INK) / 2) * (rect.bottom - rect.top);
    const ink = { left: rect.left, right: rect.right, top: rect.top + blank, bottom: rect.bottom - blank };
    boxes.push({ name: `"${layout.short(layout.words(node.data))}"`, element: parent, rect: ink, frames: framesAround(parent) });
  }
  for (const element of [...controls, ...graphNodes]) {
    const frames = element.parentElement === null ? [] : framesAround(element.parentElement);
    for (const rect of element.getClientRects()) if (!isEmpty(rect)) boxes.push({ name: layout.nameOf(element), element, rect, frames });
  }

  const faults = new Map<string, string>();
  const byTop = boxes.map((box) => ({ box, shown: shownOf(box.rect, box.frames) })).filter(({ shown }) => !isEmpty(shown));
  byTop.sort((a, b) => a.shown.top - b.shown.top);
  for (const [index, { box: a, shown }] of byTop.entries()) {
    for (let next = index + 1; next < byTop.length; next++) {
      const other = byTop[next];
      if (other === undefined || other.shown.top > shown.bottom - tolerance) break;
      const { box: b, shown: otherShown } = other;
      if (isEmpty(intersect(shown, otherShown)) || layerOf(a.element) !== layerOf(b.element)) continue;
      if (a.element.contains(b.element) || b.element.contains(a.element)) continue;
      if (isEmpty(intersect(shownOf(a.rect, a.frames, b.element), shownOf(b.rect, b.frames, a.element)))) continue;
      const paths = [pathTo(a.element), pathTo(b.element)] as const;
      faults.set(paths.join(), `overlap: ${a.name} in ${paths[0]} ${placeOf(a.rect)} and ${b.name} in ${paths[1]} ${placeOf(b.rect)}`);
    }
  }

  for (const { node, parent, rect } of lines) {
    const control = parent.closest(layout.controlSelector);
    if (control === null || layout.styleOf(control).display === "inline") continue;
    const box = control.getBoundingClientRect();
    const shown = shownOf(rect, framesAround(parent));
    const isWithin = shown.left > box.left - tolerance && shown.right < box.right + tolerance;
    if (isWithin || isEmpty(shown)) continue;
    faults.set(
      `beside ${pathTo(parent)}`,
      `beside its control: "${layout.short(layout.words(node.data))}" ${placeOf(rect)} of ${pathTo(control)} ${placeOf(box)}`,
    );
  }
  return [...faults.values()];
}
