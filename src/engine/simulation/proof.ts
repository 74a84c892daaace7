// The judge: the results in topic `output` for each window and page, read only through the playground API.

import { isoTime, utcTime } from "../../base/iso-time.ts";
import type { OutputValue, TopicRecord, TopicRecords, Topics } from "../../rest/playground.ts";
import { CLICKS_PER_PAGE, clickTimestampMs, PAGES, WINDOW_MS } from "./expected-clicks.ts";
import { FIRST_WINDOW_MS, type SimulatedCluster } from "./simulated-cluster.ts";

/** A window whose end lies so far behind the newest click must have fired: the bound of out-of-orderness and some chunks. */
const SETTLED_MS = 1_000;
const CLOSED_BEHIND_MS = 30_000;
const PAGE_OF_RECORDS = 10_000;

/** Every result of one window and page. */
export interface Cell {
  readonly windowStartMs: number;
  readonly page: string;
  readonly counts: readonly number[];
}

/** What the topics say. */
export interface Proof {
  /** Windows × pages that have a result. */
  readonly cells: readonly Cell[];
  /** Clicks ever written to topic `input`, and those of them that it has dropped again. */
  readonly produced: number;
  readonly dropped: number;
}

/** Reads both topics. `output`: the topic with the results. */
export async function readProof(cluster: SimulatedCluster, output = "output"): Promise<Proof> {
  const { topics } = await cluster.get<Topics>("/playground/topics");
  const cells = new Map<string, { windowStartMs: number; page: string; counts: number[] }>();
  let produced = 0;
  let dropped = 0;
  for (const { name, partitions } of topics) {
    for (const { partition, beginOffset, endOffset } of partitions) {
      if (name === "input") {
        produced += endOffset;
        dropped += beginOffset;
        continue;
      }
      if (name !== output) continue;
      for (const record of await readAll(cluster, name, partition, beginOffset)) {
        const value = JSON.parse(record.value) as OutputValue;
        const windowStartMs = parsePlaygroundDate(value.windowStart);
        const key = `${windowStartMs} ${value.page}`;
        const cell = cells.get(key) ?? { windowStartMs, page: value.page, counts: [] };
        cell.counts.push(value.count);
        cells.set(key, cell);
      }
    }
  }
  return { cells: [...cells.values()], produced, dropped };
}

/** The windows that must have fired by now, by start. */
export function settledWindows({ produced }: Proof): number[] {
  const newestClickMs = clickTimestampMs(FIRST_WINDOW_MS, produced - 1);
  const windows: number[] = [];
  for (let start = FIRST_WINDOW_MS; start + WINDOW_MS + SETTLED_MS <= newestClickMs; start += WINDOW_MS) windows.push(start);
  return windows;
}

/** The windows that topic `output` shows to be closed: a window that starts 30 s later or more has a result. By start. */
export function closedWindows({ cells }: Proof): number[] {
  const starts = cells.map(({ windowStartMs }) => windowStartMs);
  const windows: number[] = [];
  for (let start = FIRST_WINDOW_MS; start + CLOSED_BEHIND_MS <= Math.max(...starts); start += WINDOW_MS) windows.push(start);
  return windows;
}

/** Problems with results that are not 1000. `mayMissClicks`: windows, by start, whose results may also be less. */
export function wrongResults({ cells }: Proof, mayMissClicks: (windowStartMs: number) => boolean = () => false): string[] {
  const isRight = (count: number, windowStartMs: number) =>
    count === CLICKS_PER_PAGE || (count > 0 && count < CLICKS_PER_PAGE && mayMissClicks(windowStartMs));
  return cells
    .filter(({ windowStartMs, counts }) => !counts.every((count) => isRight(count, windowStartMs)))
    .map(({ windowStartMs, page, counts }) => `${formatWindow(windowStartMs)} ${page}: ${counts.join(", ")} instead of ${CLICKS_PER_PAGE}`);
}

/**
 * Cells that are not complete: a drain closes windows early, and what is counted after it is the rest, so some of a cell's results must add up to
 * 1000. Returns a problem for each cell that does not. lineage-judge.ts checks each single result.
 */
export function resultsNotCut({ cells }: Proof): string[] {
  return cells
    .filter(({ counts }) => !addUp([...counts], CLICKS_PER_PAGE))
    .map(
      ({ windowStartMs, page, counts }) =>
        `${formatWindow(windowStartMs)} ${page}: none of the sums of ${counts.join(", ")} is ${CLICKS_PER_PAGE}`,
    );
}

/** How many results are parts. */
export function cutResults({ cells }: Proof): number {
  return cells.reduce((sum, { counts }) => sum + counts.filter((count) => count !== CLICKS_PER_PAGE).length, 0);
}

/** Whether some of `parts` have the sum. */
function addUp(parts: readonly number[], sum: number): boolean {
  const sums = new Set([0]);
  for (const part of parts) for (const before of [...sums]) if (before + part <= sum) sums.add(before + part);
  return sums.has(sum);
}

/** How many results were repeated, which an at-least-once sink may do. */
export function repeatedResults({ cells }: Proof): number {
  return cells.reduce((sum, { counts }) => sum + counts.length - 1, 0);
}

/** Problems for the pages of `windows` without a result. */
export function missingResults({ cells }: Proof, windows: readonly number[]): string[] {
  const present = new Set(cells.map(({ windowStartMs, page }) => `${windowStartMs} ${page}`));
  return windows.flatMap((start) =>
    PAGES.filter((page) => !present.has(`${start} ${page}`)).map((page) => `${formatWindow(start)} ${page}: no result`),
  );
}

/** `dd-MM-yyyy HH:mm:ss:SSS`, UTC, as epoch ms. */
export function parsePlaygroundDate(text: string): number {
  const [day = 0, month = 0, year = 0, hour = 0, minute = 0, second = 0, ms = 0] = text.split(/[- :]/).map(Number);
  return utcTime(year, month, day, hour, minute, second, ms);
}

/** A window's start as `HH:mm:ss`. */
export function formatWindow(startMs: number): string {
  return isoTime(startMs).slice(11, 19);
}

async function readAll(cluster: SimulatedCluster, topic: string, partition: number, beginOffset: number): Promise<TopicRecord[]> {
  const records: TopicRecord[] = [];
  for (let offset = beginOffset; ;) {
    const url = `/playground/topics/${topic}/records?partition=${partition}&offset=${offset}&max=${PAGE_OF_RECORDS}`;
    const page = await cluster.get<TopicRecords>(url);
    records.push(...page.records);
    offset += page.records.length;
    if (page.records.length === 0 || offset >= page.endOffset) return records;
  }
}
