/**
 * How much a card shows. Text never gets too small to read. With less space, a card shows less
 * text.
 */
export type DetailLevel = "wide" | "medium" | "compact";

/** The measures of a level, px. */
export type Measures = {
  cardWidth: number;
  cardHeight: number;
  /** Between two cards. */
  gap: number;
  topicWidth: number;
  topicHeight: number;
  /** Between a topic and its card. */
  topicGap: number;
  /** Left and right of the graph. */
  margin: number;
};

const MEASURES = {
  wide: { cardWidth: 218, cardHeight: 222, gap: 88, topicWidth: 108, topicHeight: 132, topicGap: 34, margin: 28 },
  medium: { cardWidth: 166, cardHeight: 258, gap: 64, topicWidth: 100, topicHeight: 132, topicGap: 30, margin: 28 },
  compact: { cardWidth: 134, cardHeight: 196, gap: 34, topicWidth: 80, topicHeight: 128, topicGap: 18, margin: 9 },
} as const satisfies Record<DetailLevel, Measures>;

/** A longer name takes two lines on a wide card. Narrower cards always have space for two lines. */
const WIDE_LINE_CHARACTERS = 25;
const SECOND_LINE_PX = 18;

/** The measures of a level for a graph with these names. */
export function measuresOf(level: DetailLevel, names: readonly string[]): Measures {
  const measures = MEASURES[level];
  return hasLongNames(names) && level === "wide" ? { ...measures, cardHeight: measures.cardHeight + SECOND_LINE_PX } : measures;
}

/** Whether any name takes two lines on a wide card. Then all cards reserve the space. */
function hasLongNames(names: readonly string[]): boolean {
  return names.some((name) => name.length > WIDE_LINE_CHARACTERS);
}

/** The margin on both sides of a graph, px. */
export function marginOf(level: DetailLevel): number {
  return MEASURES[level].margin;
}

/**
 * The elements drawn at a zoom. Font sizes are divided by `textZoom`, so that they stay constant on
 * the screen.
 */
export type ZoomLook = { textZoom: number; isFar: boolean; isFarthest: boolean };

/** Below this, a card's rows (12 px) would be under 11 px. Only its name and states are drawn. */
const FAR_ZOOM = 11 / 12;
/** Below this, a wide card has no space for text. Only the shapes of its states are drawn. */
const FARTHEST_ZOOM = 0.25;
/** In steps, rounded down: text grows slightly instead of being redrawn in each frame of a zoom. */
const TEXT_STEPS = 20;

/** No text is drawn under 11 px. With less space, less text is drawn. */
export function zoomLook(zoom: number): ZoomLook {
  return {
    textZoom: Math.min(1, Math.max(1, Math.floor(zoom * TEXT_STEPS)) / TEXT_STEPS),
    isFar: zoom < FAR_ZOOM,
    isFarthest: zoom < FARTHEST_ZOOM,
  };
}

/** The most detailed level at which a graph of that depth fits `widthPx`; the least detailed if none does. */
export function chooseDetail(depth: number, topicEnds: number, widthPx: number): DetailLevel {
  for (const level of ["wide", "medium"] as const) {
    const { cardWidth, gap, topicWidth, topicGap, margin } = MEASURES[level];
    const graphPx = depth * cardWidth + Math.max(0, depth - 1) * gap + topicEnds * (topicWidth + topicGap);
    if (graphPx + 2 * margin <= widthPx) return level;
  }
  return "compact";
}
