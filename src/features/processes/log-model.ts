/** Log4j's levels, from lowest to highest. */
export const LEVELS = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"] as const;

export type Level = (typeof LEVELS)[number];

/**
 * A line of a log. The lines of a stack trace have the level of their entry. `number` starts at 1.
 */
export type LogLine = { readonly number: number; readonly text: string; readonly level: Level | undefined };

/**
 * Flink's layouts start with the time and the level, in brackets or not. Other lines belong to the
 * line above.
 */
const HEAD = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d\S*\s+(?:\[[^\]]*\]\s+)?\[?(TRACE|DEBUG|INFO|WARN|ERROR|FATAL)\b/;

/** Parses a log, or its end after `skippedLines`. A line break at the end starts no new line. */
export function parseLog(text: string, skippedLines = 0): readonly LogLine[] {
  if (text === "") return [];
  let level: Level | undefined;
  return text
    .replace(/\r?\n$/, "")
    .split(/\r?\n/)
    .map((line, index) => {
      level = LEVELS.find((one) => one === HEAD.exec(line)?.[1]) ?? level;
      return { number: skippedLines + index + 1, text: line, level };
    });
}

/** The filter of a log. */
export type LogFilter = { readonly text: string; readonly level: Level };

/**
 * The lines that contain the text, ignoring case, and have at least the level. Lines without a
 * level pass only the lowest.
 */
export function filterLog(lines: readonly LogLine[], { text, level }: LogFilter): readonly LogLine[] {
  const needle = text.trim().toLowerCase();
  const lowest = LEVELS.indexOf(level);
  if (needle === "" && lowest === 0) return lines;
  return lines.filter(
    (line) =>
      (lowest === 0 || (line.level !== undefined && LEVELS.indexOf(line.level) >= lowest)) && line.text.toLowerCase().includes(needle),
  );
}

/** The number of entries of level WARN and above. */
export function countTroubles(lines: readonly LogLine[]): { readonly warnings: number; readonly errors: number } {
  const heads = lines.filter(({ text }) => HEAD.test(text));
  return {
    warnings: heads.filter(({ level }) => level === "WARN").length,
    errors: heads.filter(({ level }) => level === "ERROR" || level === "FATAL").length,
  };
}
