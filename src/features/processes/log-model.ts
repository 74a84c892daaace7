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

/** The time at the start of an entry, to the second or the millisecond, and its zone if the layout has it. */
const TIME = /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)(?:[.,](\d{3}))?(Z|[+-]\d\d:?\d\d)?/;

/** When a line was written, epoch ms; undefined for a line without time. `offsetMs` is that of the process's time zone. */
export function lineTime(text: string, offsetMs: number): number | undefined {
  const match = TIME.exec(text);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, ms = 0] = match.slice(1, 8).map((part) => Number(part ?? "0"));
  const zone = match[8];
  return Date.UTC(year, month - 1, day, hour, minute, second, ms) - (zone === undefined ? offsetMs : zoneOffset(zone));
}

function zoneOffset(zone: string): number {
  if (zone === "Z") return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return (zone.startsWith("-") ? -1 : 1) * minutes * 60_000;
}

/** A process logs an exception shortly before the JobManager notes its time, ms. */
const LOGGED_BEFORE_MS = 1000;
/** Lines further away are not about that time, ms. */
const NEAR_MS = 60_000;

/**
 * The index of the first line at a time, epoch ms, or of the last one before it. Undefined if no line
 * is within a minute of it.
 */
export function lineAt(lines: readonly Pick<LogLine, "text">[], atMs: number, offsetMs: number): number | undefined {
  const fromMs = atMs - LOGGED_BEFORE_MS;
  let before: number | undefined;
  for (const [index, { text }] of lines.entries()) {
    const timeMs = lineTime(text, offsetMs);
    if (timeMs === undefined || Math.abs(timeMs - atMs) > NEAR_MS) continue;
    if (timeMs >= fromMs) return index;
    before = index;
  }
  return before;
}
