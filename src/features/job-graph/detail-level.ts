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
  wide: { cardWidth: 218, cardHeight: 222, gap: 86, topicWidth: 108, topicHeight: 132, topicGap: 26, margin: 28 },
  medium: { cardWidth: 172, cardHeight: 258, gap: 62, topicWidth: 100, topicHeight: 132, topicGap: 20, margin: 28 },
  compact: { cardWidth: 130, cardHeight: 196, gap: 42, topicWidth: 84, topicHeight: 128, topicGap: 13, margin: 14 },
} as const satisfies Record<DetailLevel, Measures>;

/** The measures of a level. */
export function measuresOf(level: DetailLevel): Measures {
  return MEASURES[level];
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
