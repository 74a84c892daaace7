import type { PageLayout, Rect } from "./page-layout.ts";

/** A text that is cut, and whose full text the page does not show elsewhere. */
export interface CutText {
  readonly text: string;
  /** The fault as a sentence. */
  readonly fault: string;
  /** A point within the visible part; undefined if nothing is visible. */
  readonly at: { readonly x: number; readonly y: number } | undefined;
}

/**
 * Finds text that is cut and that cannot be read in a `title`, in a description or uncut on the
 * page. A hint that opens on hover may still have it. Runs in the page.
 */
export function findCutText(layout: PageLayout): readonly CutText[] {
  const { tolerance, lines, framesAround, shownOf, intersect, isEmpty, placeOf, words } = layout;
  /** A line that lost more of its height than this share is cut. */
  const LOST_HEIGHT = 0.3;

  const cutNodes = new Map<Text, { parent: Element; by: Element; shown: Rect; full: string }>();
  for (const { node, parent, rect } of lines) {
    if (cutNodes.has(node)) continue;
    const frames = framesAround(parent);
    const shown = shownOf(rect, frames);
    const height = rect.bottom - rect.top;
    const isCutX = rect.left < shown.left - tolerance || rect.right > shown.right + tolerance;
    const isCutY = height - (shown.bottom - shown.top) > LOST_HEIGHT * height;
    const [first] = frames;
    const hasEllipsis =
      first?.x === "cut" &&
      layout.styleOf(first.element).textOverflow === "ellipsis" &&
      first.element.scrollWidth > first.element.clientWidth + 1;
    if (!isCutX && !isCutY && !hasEllipsis) continue;
    const by = frames.find((frame) => frame.x === "cut" || frame.y === "cut")?.element ?? parent;
    // Content of an element without any size is folded, not cut.
    if (by.clientWidth > 0 && by.clientHeight > 0) cutNodes.set(node, { parent, by, shown, full: placeOf(rect) });
  }

  const uncut = new Set(lines.filter(({ node }) => !cutNodes.has(node)).map(({ node }) => words(node.data)));
  const allUncut = [...uncut].join("\n");
  const isDescribed = (element: Element, text: string): boolean => {
    for (let each: Element | null = element; each !== null && each !== document.body; each = each.parentElement) {
      const ids = (each.getAttribute("aria-describedby") ?? "").split(" ");
      const descriptions = ids.map((id) => document.getElementById(id)?.textContent ?? "");
      if ([each.getAttribute("title") ?? "", ...descriptions].some((full) => words(full).includes(text))) return true;
    }
    return false;
  };

  const cut: CutText[] = [];
  for (const [node, { parent, by, shown, full }] of cutNodes) {
    const text = words(node.data);
    // Few characters occur anywhere by chance.
    const isElsewhere = text.length < 6 ? uncut.has(text) : allUncut.includes(text);
    if (isElsewhere || isDescribed(parent, text)) continue;
    const seen = isEmpty(shown) ? "nothing" : placeOf(shown);
    const inWindow = intersect(shown, { left: 0, top: 0, right: innerWidth, bottom: innerHeight });
    cut.push({
      text,
      fault: `cut: "${layout.short(text)}" in ${layout.pathTo(parent)} ${full}, of which ${seen} is seen within ${layout.nameOf(by)}`,
      at: isEmpty(inWindow) ? undefined : { x: (inWindow.left + inWindow.right) / 2, y: (inWindow.top + inWindow.bottom) / 2 },
    });
  }
  return cut;
}
