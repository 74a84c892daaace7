// The tests' own proof from topic `output`, to compare with the page's.

import type { FlinkClient } from "../../src/client/flink-client.ts";
import { utcTime } from "../../src/base/iso-time.ts";
import { outputValueSchema } from "../../src/rest/playground.ts";

const PAGES = ["/help", "/index", "/shop", "/jobs", "/about", "/news"] as const;
const CLICKS_PER_WINDOW = 1000;
const WINDOW_MS = 15_000;
/** A window is closed once a window that starts this much later has a result. */
const CLOSED_AFTER_MS = 30_000;
const BATCH = 10_000;

/**
 * The content of topic `output` for all windows so far. The three faults count pairs of closed
 * window and page.
 */
export interface OutputTally {
  /** The number of results of all windows, including repeated ones. */
  readonly results: number;
  readonly closedWindows: number;
  readonly missing: number;
  readonly wrong: number;
  readonly repeated: number;
  /**
   * Start of the newest window with a result, ms since the epoch of the clicks; -Infinity before
   * the first.
   */
  readonly newestStartMs: number;
}

/** Reads the topic from start to end. */
export async function tallyOutput(cluster: FlinkClient): Promise<OutputTally> {
  const { topics } = await cluster.call("playgroundTopics", {}, {});
  const partitions = topics.find(({ name }) => name === "output")?.partitions ?? [];
  const countsByWindow = new Map<number, Map<string, number[]>>();
  let results = 0;
  for (const { partition, beginOffset, endOffset } of partitions) {
    for (let offset = beginOffset; offset < endOffset;) {
      const query = { partition, offset, max: BATCH };
      const { records } = await cluster.call("playgroundRecords", { topic: "output" }, query);
      for (const { value } of records) {
        const { windowStart, page, count } = outputValueSchema.parse(JSON.parse(value));
        const startMs = readDate(windowStart);
        const counts = countsByWindow.get(startMs) ?? new Map<string, number[]>();
        countsByWindow.set(startMs, counts);
        counts.set(page, [...(counts.get(page) ?? []), count]);
      }
      results += records.length;
      offset = (records.at(-1)?.offset ?? endOffset) + 1;
    }
  }
  return { results, ...judge(countsByWindow) };
}

function judge(countsByWindow: ReadonlyMap<number, ReadonlyMap<string, readonly number[]>>): Omit<OutputTally, "results"> {
  const starts = [...countsByWindow.keys()];
  const newestStartMs = Math.max(...starts);
  let [closedWindows, missing, wrong, repeated] = [0, 0, 0, 0];
  for (let startMs = Math.min(...starts); startMs <= newestStartMs - CLOSED_AFTER_MS; startMs += WINDOW_MS) {
    closedWindows++;
    for (const page of PAGES) {
      const counts = countsByWindow.get(startMs)?.get(page) ?? [];
      if (counts.length === 0) missing++;
      if (counts.some((count) => count !== CLICKS_PER_WINDOW)) wrong++;
      if (counts.length > 1) repeated++;
    }
  }
  return { closedWindows, missing, wrong, repeated, newestStartMs };
}

/** Reads the playground's dates: `dd-MM-yyyy HH:mm:ss:SSS`, UTC. */
function readDate(text: string): number {
  const match = /^(\d\d)-(\d\d)-(\d{4}) (\d\d):(\d\d):(\d\d):(\d{3})$/.exec(text);
  if (match === null) throw new Error(`topic output has a record whose date is "${text}"`);
  const [day = 0, month = 0, year = 0, hour = 0, minute = 0, second = 0, ms = 0] = match.slice(1).map(Number);
  return utcTime(year, month, day, hour, minute, second, ms);
}
