// A program's arguments as a line of text, as one types them behind the JAR's name, and the switches of the playground's job in it.
import { singleQuote } from "./command-lines.ts";

/** A switch of Click Event Count. Other programs take it or not. */
export type ProgramSwitch = { readonly argument: string; readonly name: string; readonly text: string };

/** The switches of the playground's job, and what each does. */
export const PROGRAM_SWITCHES: readonly ProgramSwitch[] = [
  {
    argument: "--checkpointing",
    name: "Checkpointing",
    text: "A checkpoint each second, to go back to after a failure. Without it Flink does not restart the job.",
  },
  {
    argument: "--event-time",
    name: "Event time",
    text: "Windows by the time that stands in the clicks. Without it by the clock, and counts are not 1000 after a failure.",
  },
  {
    argument: "--backpressure",
    name: "Backpressure",
    text: "An operator in the middle that passes 10 records a second and subtask in even minutes, everything in odd ones.",
  },
];

/** What the playground starts its job with. */
export const PLAYGROUND_ARGUMENTS: readonly string[] = ["--bootstrap.servers", "kafka:9092", "--checkpointing", "--event-time"];

/** The words of a line, quotes taken off as a shell does; undefined while a quote is open. */
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

/** The line that {@link parseArguments} reads these words from. */
export function formatArguments(words: readonly string[]): string {
  return words.map(singleQuote).join(" ");
}

/** The line with a switch on or off; everything else stays as typed. */
export function withSwitch(line: string, argument: string, isOn: boolean): string {
  const words = parseArguments(line);
  if (words === undefined || words.includes(argument) === isOn) return line;
  return isOn ? `${line.trimEnd()} ${argument}`.trimStart() : formatArguments(words.filter((word) => word !== argument));
}

/** A parallelism as typed, or why it is none. `most` is the number of key groups, where it is known. */
export function parseParallelism(text: string, most?: number): { readonly value: number } | { readonly words: string } {
  const trimmed = text.trim();
  if (!/^\d+$/.test(trimmed) || Number(trimmed) < 1 || Number(trimmed) > MOST_PARALLELISM) {
    return {
      words: `${trimmed === "" ? "Nothing" : `“${trimmed}”`} is no parallelism: it is a whole number from 1 to ${MOST_PARALLELISM.toLocaleString("en-US")}.`,
    };
  }
  const value = Number(trimmed);
  if (most !== undefined && value > most) {
    return {
      words: `The job's state is cut into ${String(most)} key groups (its maximum parallelism): ${String(value)} subtasks cannot share them.`,
    };
  }
  return { value };
}

/** Flink: KeyGroupRangeAssignment.UPPER_BOUND_MAX_PARALLELISM. */
const MOST_PARALLELISM = 32_768;
