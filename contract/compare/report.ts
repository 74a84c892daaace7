// The tables and lists of docs/beside-flink.md.
import type { Tolerance } from "../contract-walker.ts";
import { STEPS } from "../suite/journey.ts";
import { eventsThatLack, ordersThatDiffer, type Spread, timesOf } from "./statistics.ts";
import type { TravelledStep } from "./travel.ts";

/** All journeys of one backend. */
export interface Travelled {
  readonly name: string;
  readonly journeys: readonly (readonly TravelledStep[])[];
}

/** A table for each step: first the engine's column, then those of the Flinks. */
export function tablesOf(engine: Travelled, flinks: readonly Travelled[]): string {
  return STEPS.map(({ name, what }) => tableOf(name, what, engine, flinks)).join("\n");
}

function tableOf(step: string, what: string, engine: Travelled, flinks: readonly Travelled[]): string {
  const columns = [engine, ...flinks].map((backend) => ({ ...backend, times: timesOf(backend.journeys, step) }));
  const [ours, ...theirs] = columns;
  const order = (theirs[0] ?? ours)?.times ?? new Map<string, Spread>();
  const events = [...new Set([...byTime(order), ...columns.flatMap(({ times }) => [...times.keys()])])];
  if (events.length === 0) return `### ${step}: ${what}\n\nNo job and no task changes its state.\n`;
  const rows = events.map((event) => [event, ...columns.map(({ times, journeys }) => cell(times.get(event), journeys.length))]);
  const remarks = theirs.flatMap(({ name, times, journeys }) => [
    ...ordersThatDiffer(journeys, engine.journeys, step).map((sentence) => `${name}: ${sentence}.`),
    ...eventsThatLack(times, ours?.times ?? new Map(), journeys.length).map(
      (event) => `${name}: the engine never has the event “${event}”.`,
    ),
  ]);
  return [
    `### ${step}: ${what}`,
    "",
    ...markdownTable(["", ...columns.map(({ name }) => name)], rows),
    "",
    ...(remarks.length === 0 ? ["The order is the same everywhere."] : remarks.map((remark) => `- ${remark}`)),
    "",
  ].join("\n");
}

function byTime(times: ReadonlyMap<string, Spread>): readonly string[] {
  return [...times].toSorted(([, a], [, b]) => a.medianS - b.medianS).map(([what]) => what);
}

/**
 * `0.32 (0.30–0.41)`, seconds. `, 4 of 5` is added if the event did not happen in every journey.
 */
function cell(spread: Spread | undefined, runs: number): string {
  if (spread === undefined) return "–";
  const { medianS, minS, maxS } = spread;
  const often = spread.runs === runs ? "" : `, ${spread.runs} of ${runs}`;
  return `${medianS.toFixed(2)} (${minS.toFixed(2)}–${maxS.toFixed(2)}${often})`;
}

function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const widths = head.map((title, column) => Math.max(3, title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) => `| ${cells.map((text, column) => text.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  return [line(head), `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`, ...rows.map(line)];
}

/** The listed differences that were found between the engine's replies and those of one Flink. */
export interface Listed {
  readonly name: string;
  readonly used: readonly Tolerance[];
}

/**
 * Each reason with its places. A place that not all Flinks have is followed by the names of those
 * that have it.
 */
export function reasonsOf(flinks: readonly Listed[]): string {
  const all = flinks.flatMap(({ name, used }) => used.map((tolerance) => ({ name, ...tolerance })));
  return [...Map.groupBy(all, ({ reason }) => reason)]
    .map(([reason, ofReason]) => {
      const kinds = [...Map.groupBy(ofReason, ({ kind }) => kind)].map(
        ([kind, ofKind]) => `  - ${kind}: ${placesOf(ofKind, flinks.length).join(", ")}\n`,
      );
      return `- ${reason}\n${kinds.join("")}`;
    })
    .join("");
}

function placesOf(found: readonly { readonly name: string; readonly place: string }[], flinks: number): readonly string[] {
  return [...Map.groupBy(found, ({ place }) => place)].map(([place, ofPlace]) => {
    const names = new Set(ofPlace.map(({ name }) => name));
    return names.size === flinks ? `\`${place}\`` : `\`${place}\` (${[...names].join(", ")})`;
  });
}
