// The boxes of the page as it is now. The page evaluates `readPageLayout`, and the checks beside
// this file get the result as a handle. Functions that run in the page use no imports and no
// variables from outside.

/** Edges, CSS px from the top left corner of the window. */
export interface Rect {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** How an element treats content beyond its edge: shows it, cuts it off, or scrolls to it. */
type Overflow = "visible" | "cut" | "scroll";

/** An ancestor that shows only a part of its content. */
export interface Frame {
  readonly element: Element;
  readonly rect: Rect;
  readonly x: Overflow;
  readonly y: Overflow;
}

/** A line of text. */
export interface TextLine {
  readonly node: Text;
  readonly parent: Element;
  readonly rect: Rect;
}

/** See {@link readPageLayout}. */
export interface PageLayout {
  /** Less than this is rounding, px. */
  readonly tolerance: number;
  /** Selects everything that can be pressed. */
  readonly controlSelector: string;
  readonly lines: readonly TextLine[];
  readonly controls: readonly Element[];
  /** The cards of the job graph. */
  readonly graphNodes: readonly Element[];
  readonly styleOf: (element: Element) => CSSStyleDeclaration;
  /** The frames around an element's content, the nearest first. It may be one itself. */
  readonly framesAround: (element: Element) => readonly Frame[];
  /** The dialog, popover, sticky or fixed element that contains it: such a layer may cover others. */
  readonly layerOf: (element: Element) => Element | undefined;
  /**
   * The part of a box that its frames show. A frame that scrolls can show all of it, unless `other`
   * is outside that frame.
   */
  readonly shownOf: (rect: Rect, frames: readonly Frame[], other?: Element) => Rect;
  readonly intersect: (a: Rect, b: Rect) => Rect;
  readonly isEmpty: (rect: Rect) => boolean;
  /** What a press on it presses as well: its label. */
  readonly targetOf: (control: Element) => Element;
  /** Whether a press at that point reaches the control. */
  readonly isHit: (control: Element, x: number, y: number) => boolean;
  /** The centre of what can be seen of its first line. */
  readonly centreOf: (element: Element) => { readonly x: number; readonly y: number };
  /** Scrolls only as a user can, so clipped content stays hidden. */
  readonly bringIntoView: (element: Element) => void;
  /** Undoes all scrolling. */
  readonly restoreScroll: () => void;
  /** `text` with single spaces. */
  readonly words: (text: string) => string;
  /** At most 40 characters. */
  readonly short: (text: string) => string;
  readonly nameOf: (element: Element) => string;
  /** Names of the element and of its nearest ancestors. */
  readonly pathTo: (element: Element) => string;
  /** `[left,top width×height]` */
  readonly placeOf: (rect: Rect) => string;
}

/** Reads the page. While a dialog is open, the rest of the page is not part of it. */
export function readPageLayout(): PageLayout {
  const tolerance = 1.5;
  const controlSelector =
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [role=tab], [role=switch], [role=checkbox], [role=radio], [role=slider], [role=combobox], [role=option], [role=menuitem]";
  const root = document.querySelector("dialog:modal, [role=dialog]") ?? document.body;

  /** Remembers the answer for each element. */
  const remembered = <Answer>(
    answerOf: (element: Element) => Answer,
    answers = new Map<Element, { answer: Answer }>(),
  ): ((element: Element) => Answer) => {
    return (element) => {
      const known = answers.get(element) ?? { answer: answerOf(element) };
      answers.set(element, known);
      return known.answer;
    };
  };
  const styleOf = remembered((element) => getComputedStyle(element));

  const overflowOf = (value: string): Overflow =>
    value === "visible" ? "visible" : value === "hidden" || value === "clip" ? "cut" : "scroll";
  const frameOf = (element: Element): Frame | undefined => {
    const style = styleOf(element);
    if (element === document.body || element === document.documentElement || style.display === "inline") return undefined;
    // A drag moves the graph within its pane.
    const isPane = element.classList.contains("react-flow");
    const x = isPane ? "scroll" : overflowOf(style.overflowX);
    const y = isPane ? "scroll" : overflowOf(style.overflowY);
    if (x === "visible" && y === "visible") return undefined;
    const box = element.getBoundingClientRect();
    const scale = element instanceof HTMLElement && element.offsetWidth > 0 ? box.width / element.offsetWidth : 1;
    const left = box.left + element.clientLeft * scale;
    const top = box.top + element.clientTop * scale;
    return { element, x, y, rect: { left, top, right: left + element.clientWidth * scale, bottom: top + element.clientHeight * scale } };
  };
  /** Forgotten with each scrolling. */
  const knownFrames = new Map<Element, { answer: readonly Frame[] }>();
  const framesAround = remembered((element): readonly Frame[] => {
    const own = frameOf(element);
    const frames = own === undefined ? [] : [own];
    let { position } = styleOf(element);
    for (let parent = element.parentElement; parent !== null; parent = parent.parentElement) {
      const style = styleOf(parent);
      // An element out of the flow is only in the frames of those ancestors that position it.
      const holdsFixed = style.transform !== "none" || style.filter !== "none" || style.contain.includes("paint");
      if (!holdsFixed && (position === "fixed" || (position === "absolute" && style.position === "static"))) continue;
      ({ position } = style);
      const frame = frameOf(parent);
      if (frame !== undefined) frames.push(frame);
    }
    return frames;
  }, knownFrames);
  const layerOf = remembered((element): Element | undefined => {
    const { position } = styleOf(element);
    const isLayer =
      position === "fixed" ||
      position === "sticky" ||
      element.matches("dialog, [popover], [role=dialog], [role=listbox], [role=menu], [role=tooltip]");
    return isLayer ? element : element.parentElement === null ? undefined : layerOf(element.parentElement);
  });

  /** Text for screen readers is clipped to nothing. */
  const isClipped = remembered((element): boolean => {
    const { clip, clipPath } = styleOf(element);
    return (
      clipPath.startsWith("inset(50%") ||
      clip === "rect(0px, 0px, 0px, 0px)" ||
      (element.parentElement !== null && isClipped(element.parentElement))
    );
  });
  const isVisible = remembered(
    (element) =>
      element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true }) && !isClipped(element),
  );

  const intersect = (a: Rect, b: Rect): Rect => ({
    left: Math.max(a.left, b.left),
    top: Math.max(a.top, b.top),
    right: Math.min(a.right, b.right),
    bottom: Math.min(a.bottom, b.bottom),
  });
  const isEmpty = ({ left, top, right, bottom }: Rect): boolean => right - left < tolerance || bottom - top < tolerance;
  const shownOf = (rect: Rect, frames: readonly Frame[], other?: Element): Rect => {
    let shown = rect;
    let mayScrollX = false;
    let mayScrollY = false;
    for (const frame of frames) {
      const isShared = other === undefined || frame.element.contains(other);
      mayScrollX ||= isShared && frame.x === "scroll";
      mayScrollY ||= isShared && frame.y === "scroll";
      const isOpenX = mayScrollX || frame.x === "visible";
      const isOpenY = mayScrollY || frame.y === "visible";
      shown = intersect(shown, {
        left: isOpenX ? Number.NEGATIVE_INFINITY : frame.rect.left,
        right: isOpenX ? Number.POSITIVE_INFINITY : frame.rect.right,
        top: isOpenY ? Number.NEGATIVE_INFINITY : frame.rect.top,
        bottom: isOpenY ? Number.POSITIVE_INFINITY : frame.rect.bottom,
      });
    }
    return shown;
  };

  const lines: TextLine[] = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!(node instanceof Text) || parent === null || node.data.trim() === "" || !isVisible(parent)) continue;
    if (parent.closest("script, style, option, noscript") !== null) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const rect of range.getClientRects()) if (rect.width > tolerance && rect.height > tolerance) lines.push({ node, parent, rect });
  }

  const targetOf = (control: Element): Element => control.closest("label") ?? control;
  const isHit = (control: Element, x: number, y: number): boolean => {
    const hit = document.elementFromPoint(x, y);
    return hit !== null && (targetOf(control).contains(hit) || control.contains(hit));
  };
  const centreOf = (element: Element): { x: number; y: number } => {
    const [whole = element.getBoundingClientRect()] = element.getClientRects();
    const shown = shownOf(whole, element.parentElement === null ? [] : framesAround(element.parentElement));
    const rect = isEmpty(shown) ? whole : shown;
    return { x: (rect.left + rect.right) / 2, y: (rect.top + rect.bottom) / 2 };
  };

  const scrolled = new Map<Element, { left: number; top: number }>();
  const bringIntoView = (element: Element): void => {
    for (let each: Element | null = element; each !== null; each = each.parentElement) {
      const canScroll = each.scrollHeight > each.clientHeight || each.scrollWidth > each.clientWidth;
      if (canScroll && !scrolled.has(each)) scrolled.set(each, { left: each.scrollLeft, top: each.scrollTop });
    }
    element.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
    for (const frame of framesAround(element)) {
      const before = scrolled.get(frame.element);
      if (frame.x === "cut" && before !== undefined) frame.element.scrollLeft = before.left;
      if (frame.y === "cut" && before !== undefined) frame.element.scrollTop = before.top;
    }
    knownFrames.clear();
  };
  const restoreScroll = (): void => {
    for (const [element, { left, top }] of scrolled) {
      element.scrollLeft = left;
      element.scrollTop = top;
    }
    knownFrames.clear();
  };

  const words = (text: string): string => text.replaceAll(/\s+/g, " ").trim();
  const short = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);
  const nameOf = (element: Element): string => {
    const label = element.getAttribute("aria-label");
    const role = element.getAttribute("role");
    const classes = [...element.classList].filter((name) => /^[a-z_][\w-]*$/i.test(name)).slice(0, 2);
    return [
      element.localName,
      role === null ? "" : `[role=${role}]`,
      label === null ? "" : `[aria-label="${short(label)}"]`,
      ...classes.map((name) => `.${name}`),
    ].join("");
  };
  const pathTo = (element: Element): string => {
    const names: string[] = [];
    for (let each: Element | null = element; each !== null && each !== document.body && names.length < 4; each = each.parentElement) {
      names.unshift(nameOf(each));
    }
    return names.join(" > ");
  };
  const placeOf = ({ left, top, right, bottom }: Rect): string => {
    const [x, y, width, height] = [left, top, right - left, bottom - top].map((value) => String(Math.round(value)));
    return `[${String(x)},${String(y)} ${String(width)}×${String(height)}]`;
  };

  return {
    tolerance,
    controlSelector,
    lines,
    controls: [...root.querySelectorAll(controlSelector)].filter((element) => isVisible(element) && !element.matches("label input")),
    graphNodes: [...root.querySelectorAll(".react-flow__node")].filter((element) => isVisible(element)),
    styleOf,
    framesAround,
    layerOf,
    shownOf,
    intersect,
    isEmpty,
    targetOf,
    isHit,
    centreOf,
    bringIntoView,
    restoreScroll,
    words,
    short,
    nameOf,
    pathTo,
    placeOf,
  };
}
