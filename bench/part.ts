// A part of the benchmark. A new one needs a file in bench/parts/ and a line in bench/parts.ts.
import type { Cell } from "./table.ts";

/** The arguments for the parts. Each uses those that concern it. */
export interface BenchSettings {
  /** Parallelisms at which throughput is measured. */
  readonly parallelisms: readonly number[];
  /** Sizes of keyed state at which savepoints are measured, MB. */
  readonly megabytes: readonly number[];
  /** How long a soak lasts. */
  readonly minutes: number;
}

/** A target for a figure. A miss is printed and does not fail the benchmark. */
export interface Aim {
  /** The measured figure and its place: `RSS in minute 10 ÷ minute 2, Node`. */
  readonly what: string;
  readonly measured: number;
  readonly bound: "at least" | "at most";
  readonly target: number;
  /** The unit of both numbers; empty for a ratio. */
  readonly unit: string;
}

/** The result of a part. */
export interface PartReport {
  /** Plain data for bench/results.json. */
  readonly data: unknown;
  /** The same as tables: one object per line, with its keys as columns. */
  readonly table: readonly Readonly<Record<string, Cell>>[];
  /** Sentences below the table. */
  readonly notes?: readonly string[];
  readonly aims?: readonly Aim[];
}

/** A measurement that can run alone. */
export interface Part {
  /** Its name on the command line. */
  readonly name: string;
  /** One line: what it measures. */
  readonly description: string;
  /** Measures. Throws if it cannot; the other parts run regardless. */
  run(settings: BenchSettings): Promise<PartReport>;
}

/** Whether the figure meets the target. NaN is a miss. */
export function isMet({ measured, bound, target }: Aim): boolean {
  return bound === "at least" ? measured >= target : measured <= target;
}

/** `met: frames p99, Chromium: 17 ms (at most 34 ms)`. */
export function aimLine(aim: Aim): string {
  const number = (value: number) => `${Number(value.toPrecision(3)).toLocaleString("en")}${aim.unit === "" ? "" : ` ${aim.unit}`}`;
  return `${isMet(aim) ? "met" : "MISSED"}: ${aim.what}: ${number(aim.measured)} (${aim.bound} ${number(aim.target)})`;
}
