// What a part of the benchmark is. A new one is a file in bench/parts/ and a line in bench/parts.ts.
import type { Cell } from "./table.ts";

/** What the command line says to the parts; each takes what concerns it. */
export interface BenchSettings {
  /** Parallelisms at which throughput is measured. */
  readonly parallelisms: readonly number[];
  /** Sizes of keyed state at which savepoints are measured, MB. */
  readonly megabytes: readonly number[];
  /** How long a soak lasts. */
  readonly minutes: number;
}

/** A figure that should be reached. A miss is printed as one; it does not fail the benchmark. */
export interface Aim {
  /** What is measured, in words, with where: `RSS in minute 10 ÷ minute 2, Node`. */
  readonly what: string;
  readonly measured: number;
  readonly bound: "at least" | "at most";
  readonly target: number;
  /** Behind both numbers; empty for a ratio. */
  readonly unit: string;
}

/** What came of a part. */
export interface PartReport {
  /** Plain data, as it goes into bench/results.json. */
  readonly data: unknown;
  /** The same for people: one object a line, its keys the columns. */
  readonly table: readonly Readonly<Record<string, Cell>>[];
  /** Sentences below the table. */
  readonly notes?: readonly string[];
  readonly aims?: readonly Aim[];
}

/** One measurement that can be run by itself. */
export interface Part {
  /** How the command line calls it. */
  readonly name: string;
  /** One line: what it measures. */
  readonly description: string;
  /** Measures. Throws where it cannot; the other parts run all the same. */
  run(settings: BenchSettings): Promise<PartReport>;
}

/** Whether the figure is what it should be; a figure that is none is a miss. */
export function isMet({ measured, bound, target }: Aim): boolean {
  return bound === "at least" ? measured >= target : measured <= target;
}

/** `met: frames p99, Chromium: 17 ms (at most 34 ms)`. */
export function aimLine(aim: Aim): string {
  const number = (value: number) => `${Number(value.toPrecision(3)).toLocaleString("en")}${aim.unit === "" ? "" : ` ${aim.unit}`}`;
  return `${isMet(aim) ? "met" : "MISSED"}: ${aim.what}: ${number(aim.measured)} (${aim.bound} ${number(aim.target)})`;
}
