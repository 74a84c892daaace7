/** How much a card shows. Text never gets smaller than it can be read; where there is less room, there is less of it. */
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
  /** At either side of the graph. */
  margin: number;
};

const MEASURES = {
  wide: { cardWidth: 218, cardHeight: 222, gap: 88, topicWidth: 108, topicHeight: 132, topicGap: 34, margin: 28 },
  medium: { cardWidth: 166, cardHeight: 258, gap: 64, topicWidth: 100, topicHeight: 132, topicGap: 30, margin: 28 },
  compact: { cardWidth: 134, cardHeight: 196, gap: 34, topicWidth: 80, topicHeight: 128, topicGap: 18, margin: 9 },
} as const satisfies Record<DetailLevel, Measures>;

/** A name longer than this takes two lines on a wide card; on narrower ones there is always room for two. */
const WIDE_LINE_CHARACTERS = 25;
const SECOND_LINE_PX = 18;

/** The measures of a level for a graph with these names. */
export function measuresOf(level: DetailLevel, names: readonly string[]): Measures {
  const measures = MEASURES[level];
  return hasLongNames(names) && level === "wide" ? { ...measures, cardHeight: measures.cardHeight + SECOND_LINE_PX } : measures;
}

/** Whether some name takes two lines on a wide card: then all have the room. */
function hasLongNames(names: readonly string[]): boolean {
  return names.some((name) => name.length > WIDE_LINE_CHARACTERS);
}

/** What is left free at either side of a graph, px. */
export function marginOf(level: DetailLevel): number {
  return MEASURES[level].margin;
}

/** What is drawn at a zoom. `textZoom` is what sizes of text are divided by, so that they stay what they are. */
export type ZoomLook = { textZoom: number; isFar: boolean; isFarthest: boolean };

/** Below this a card's rows (12 px) would be under 11 px: its name and states stay. */
const FAR_ZOOM = 11 / 12;
/** Below this a wide card has no room for a word: only the shapes of its states stay. */
const FARTHEST_ZOOM = 0.25;
/** In steps, and downward: text rather grows a little than that every frame of a zoom draws it anew. */
const TEXT_STEPS = 20;

/** No text is drawn under 11 px: with less room there is less of it. */
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
