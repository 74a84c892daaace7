// What topic `input` holds of each window, read through the playground API: how many clicks on a page lie between two cuts.

import type { TopicRecord, TopicRecords, Topics } from "../../rest/playground.ts";
import { CLICKS_PER_PAGE, WINDOW_MS } from "./expected-clicks.ts";
import type { Cut } from "./lineage-watch.ts";
import { parsePlaygroundDate } from "./proof.ts";
import type { SimulatedCluster } from "./simulated-cluster.ts";

/** At least and at most: a source that died before it told leaves its partition's cut open. */
export interface CountRange {
  readonly low: number;
  readonly high: number;
}

/** Before the first record. */
export const BEGIN: Cut = new Map();

const PAGE_OF_RECORDS = 10_000;
const NONE: CountRange = { low: 0, high: 0 };
const WHOLE: CountRange = { low: CLICKS_PER_PAGE, high: CLICKS_PER_PAGE };

/** Starts of windows, epoch ms. */
interface Span {
  readonly firstMs: number;
  readonly lastMs: number;
}

interface Partition {
  readonly partition: number;
  readonly endOffset: number;
}

/**
 * The clicks of one window in one partition. The partition stores them in the order of their time.
 */
interface Clicks {
  readonly partition: number;
  readonly firstOffset: number;
  readonly pages: readonly string[];
}

/** Reads windows as they are asked for, each once. */
export class InputClicks {
  readonly #cluster: SimulatedCluster;
  readonly #windows = new Map<number, Promise<readonly Clicks[]>>();
  readonly #spans = new Map<Cut, Promise<Span | undefined>>();
  #partitions: Promise<readonly Partition[]> | undefined;

  constructor(cluster: SimulatedCluster) {
    this.#cluster = cluster;
  }

  /** Clicks on `page` in a window between two cuts; `to` undefined is the window's end. A partition that `from` lacks begins at 0. */
  async between(windowStartMs: number, page: string, from: Cut, to: Cut | undefined): Promise<CountRange> {
    const fromSide = await this.#sideOf(windowStartMs, from);
    const toSide = to === undefined ? "before" : await this.#sideOf(windowStartMs, to);
    if (fromSide === "before" || toSide === "behind") return NONE;
    // Which the generator's own test shows.
    if (fromSide === "behind" && toSide === "before") return WHOLE;
    let low = 0;
    let high = 0;
    for (const { partition, firstOffset, pages } of await this.#clicksOf(windowStartMs)) {
      const begin = Math.max(0, (from.get(partition) ?? 0) - firstOffset);
      const toOffset = to === undefined ? firstOffset + pages.length : to.get(partition);
      const count = countOf(pages, page, begin, (toOffset ?? Number.POSITIVE_INFINITY) - firstOffset);
      high += count;
      if (toOffset !== undefined) low += count;
    }
    return { low, high };
  }

  /** Where a window lies that no partition's cut divides: all of its clicks before the cut, or behind it. Undefined where one may. */
  async #sideOf(windowStartMs: number, cut: Cut): Promise<"before" | "behind" | undefined> {
    if (cut === BEGIN) return "behind";
    const span = await this.#spanOf(cut);
    if (span === undefined) return undefined;
    if (windowStartMs < span.firstMs) return "before";
    return windowStartMs > span.lastMs ? "behind" : undefined;
  }

  /** The windows that the cut's partitions are in; undefined where one's is not known. */
  #spanOf(cut: Cut): Promise<Span | undefined> {
    const known = this.#spans.get(cut);
    if (known !== undefined) return known;
    const span = this.#readSpan(cut);
    this.#spans.set(cut, span);
    return span;
  }

  async #readSpan(cut: Cut): Promise<Span | undefined> {
    let firstMs = Number.POSITIVE_INFINITY;
    let lastMs = Number.NEGATIVE_INFINITY;
    for (const { partition } of await this.#inputPartitions()) {
      const offset = cut.get(partition);
      const record = offset === undefined ? undefined : await this.#recordAt(partition, offset);
      if (record === undefined) return undefined;
      const windowMs = Math.floor(timeOf(record) / WINDOW_MS) * WINDOW_MS;
      firstMs = Math.min(firstMs, windowMs);
      lastMs = Math.max(lastMs, windowMs);
    }
    return { firstMs, lastMs };
  }

  #clicksOf(windowStartMs: number): Promise<readonly Clicks[]> {
    const known = this.#windows.get(windowStartMs);
    if (known !== undefined) return known;
    const clicks = this.#readWindow(windowStartMs);
    this.#windows.set(windowStartMs, clicks);
    return clicks;
  }

  async #readWindow(windowStartMs: number): Promise<readonly Clicks[]> {
    const clicks: Clicks[] = [];
    for (const { partition, endOffset } of await this.#inputPartitions()) {
      const firstOffset = await this.#firstAtOrAfter(partition, endOffset, windowStartMs);
      const pages: string[] = [];
      for (const record of await this.#read(partition, firstOffset, PAGE_OF_RECORDS)) {
        if (timeOf(record) >= windowStartMs + WINDOW_MS) break;
        pages.push((JSON.parse(record.value) as { page: string }).page);
      }
      clicks.push({ partition, firstOffset, pages });
    }
    return clicks;
  }

  /** Binary search. */
  async #firstAtOrAfter(partition: number, endOffset: number, timeMs: number): Promise<number> {
    let low = 0;
    let high = endOffset;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const record = await this.#recordAt(partition, middle);
      if (record !== undefined && timeOf(record) < timeMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  async #recordAt(partition: number, offset: number): Promise<TopicRecord | undefined> {
    return (await this.#read(partition, offset, 1))[0];
  }

  async #read(partition: number, offset: number, max: number): Promise<readonly TopicRecord[]> {
    const url = `/playground/topics/input/records?partition=${partition}&offset=${offset}&max=${Math.min(max, PAGE_OF_RECORDS)}`;
    return (await this.#cluster.get<TopicRecords>(url)).records;
  }

  #inputPartitions(): Promise<readonly Partition[]> {
    this.#partitions ??= this.#cluster
      .get<Topics>("/playground/topics")
      .then(({ topics }) => topics.find(({ name }) => name === "input")?.partitions ?? []);
    return this.#partitions;
  }
}

function countOf(pages: readonly string[], page: string, begin: number, end: number): number {
  let count = 0;
  for (let index = begin; index < Math.min(end, pages.length); index++) if (pages[index] === page) count++;
  return count;
}

function timeOf({ value }: TopicRecord): number {
  return parsePlaygroundDate((JSON.parse(value) as { timestamp: string }).timestamp);
}
