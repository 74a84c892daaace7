// A program's arguments as one line of text, and the switches of the playground's job.
import { singleQuote } from "./command-lines.ts";

/** A switch of Click Event Count. Other programs may not support it. */
export type ProgramSwitch = { readonly argument: string; readonly name: string; readonly text: string };

/** The switches of the playground's job and their effects. */
export const PROGRAM_SWITCHES: readonly ProgramSwitch[] = [
  {
    argument: "--checkpointing",
    name: "Checkpointing",
    text: "Takes a checkpoint every second, from which the job recovers after a failure. Without it, Flink does not restart the job.",
  },
  {
    argument: "--event-time",
    name: "Event time",
    text: "Assigns clicks to windows by the clicks' own timestamps. Without it, windows use the clock, and counts are not 1000 after a failure.",
  },
  {
    argument: "--backpressure",
    name: "Backpressure",
    text: "Adds an operator that passes 10 records per second per subtask in even minutes and everything in odd minutes.",
  },
];

/** The playground's default arguments. */
export const PLAYGROUND_ARGUMENTS: readonly string[] = ["--bootstrap.servers", "kafka:9092", "--checkpointing", "--event-time"];

/**
 * The words of a line without quotes, split as a shell does; undefined if a quote is not closed.
 */
export function parseArguments(line: string): readonly string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quoted: string | undefined;
  for (let at = 0; at < line.length; at++) {
    const char = line.charAt(at);
    if (quoted !== undefined) {
      if (char === quoted) quoted = undefined;
      else word = (word ?? "") + char;
    } else if (char === "'" || char === '"') {
      quoted = char;
      word ??= "";
    } else if (char === "\\") {
      at++;
      word = (word ?? "") + line.charAt(at);
    } else if (/\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? "") + char;
    }
  }
  if (quoted !== undefined) return undefined;
  if (word !== undefined) words.push(word);
  return words;
}

/** The line that {@link parseArguments} turns back into these words. */
export function formatArguments(words: readonly string[]): string {
  return words.map(singleQuote).join(" ");
}

/** The line with a switch added or removed. The rest is unchanged. */
export function withSwitch(line: string, argument: string, isOn: boolean): string {
  const words = parseArguments(line);
  if (words === undefined || words.includes(argument) === isOn) return line;
  return isOn ? `${line.trimEnd()} ${argument}`.trimStart() : formatArguments(words.filter((word) => word !== argument));
}

/**
 * Parses a typed parallelism, or says why it is invalid. `most` is the number of key groups, if
 * known.
 */
export function parseParallelism(text: string, most?: number): { readonly value: number } | { readonly words: string } {
  const trimmed = text.trim();
  if (!/^\d+$/.test(trimmed) || Number(trimmed) < 1 || Number(trimmed) > MOST_PARALLELISM) {
    return {
      words: `Enter a whole number from 1 to ${MOST_PARALLELISM.toLocaleString("en-US")}.`,
    };
  }
  const value = Number(trimmed);
  if (most !== undefined && value > most) {
    return {
      words: `The job's state has ${String(most)} key groups (its maximum parallelism), so its parallelism cannot be ${String(value)}.`,
    };
  }
  return { value };
}

/** Flink: KeyGroupRangeAssignment.UPPER_BOUND_MAX_PARALLELISM. */
const MOST_PARALLELISM = 32_768;
