import { expect, test } from "vitest";

import { createFlinkClient } from "../../client/flink-client.ts";
import type { Drain } from "../../rest/playground.ts";
import { PLAYGROUND_PAGES } from "./tally.ts";
import { TallyReader } from "./tally-reader.ts";

const START_MS = Date.UTC(2026, 10, 21, 8, 6, 0);

function date(atMs: number): string {
  const [, year, month, day, time, ms] = /^(\d+)-(\d+)-(\d+)T([\d:]+)\.(\d+)Z$/.exec(new Date(atMs).toISOString()) ?? [];
  return `${day}-${month}-${year} ${time}:${ms}`;
}

function count(window: number, page: string, value = 1000): string {
  const startMs = START_MS + window * 15_000;
  return JSON.stringify({ windowStart: date(startMs), windowEnd: date(startMs + 15_000), page, count: value });
}

/**
 * In-memory topics behind contract 2: answers like the engine, also for offsets that were dropped.
 */
class FakeTopics {
  readonly output: string[][] = [[], []];
  readonly begin = [0, 0];
  readonly input: string[][] = [[], []];
  /** Undefined if the cluster does not report them. */
  drains: readonly Drain[] | undefined = [];
  /** Called before each reply; may change the topics or throw. */
  before: (path: string) => void = () => undefined;
  calls: string[] = [];

  readonly client = createFlinkClient((request) => {
    const url = new URL(request.url);
    this.calls.push(url.pathname + url.search);
    this.before(url.pathname + url.search);
    return Promise.resolve(this.#answer(url));
  });

  writeWindows(from: number, to: number): void {
    for (let window = from; window < to; window++) {
      PLAYGROUND_PAGES.forEach((page, index) => this.output[index % 2]?.push(count(window, page)));
    }
  }

  #answer(url: URL): Response {
    const topicOf = (name: string, logs: string[][], begin: number[]) => ({
      name,
      partitions: logs.map((log, partition) => ({ partition, beginOffset: begin[partition] ?? 0, endOffset: log.length })),
      bytes: 0,
      budgetBytes: 1,
    });
    if (url.pathname === "/playground/topics") {
      return Response.json({ topics: [topicOf("input", this.input, [0, 0]), topicOf("output", this.output, this.begin)] });
    }
    if (url.pathname === "/playground/drains") {
      const { drains } = this;
      return drains === undefined ? Response.json({ errors: ["not found"] }, { status: 404 }) : Response.json({ drains });
    }
    const isOutput = url.pathname.includes("/output/");
    const partition = Number(url.searchParams.get("partition"));
    const offset = Number(url.searchParams.get("offset"));
    const log = (isOutput ? this.output : this.input)[partition] ?? [];
    const beginOffset = isOutput ? (this.begin[partition] ?? 0) : 0;
    if (offset < beginOffset || offset > log.length) {
      return Response.json({ errors: ["OffsetOutOfRangeException: gone"], beginOffset, endOffset: log.length }, { status: 416 });
    }
    const records = log
      .slice(offset, offset + Number(url.searchParams.get("max")))
      .map((value, index) => ({ partition, offset: offset + index, timestamp: 0, value }));
    return Response.json({ records, beginOffset, endOffset: log.length });
  }
}

test("all partitions are read from their start, and each round continues the previous one", async () => {
  const topics = new FakeTopics();
  topics.writeWindows(0, 5);
  const reader = new TallyReader(topics.client);
  await reader.readRound();
  topics.writeWindows(5, 7);
  topics.calls = [];
  const { summary, hasTopic } = await reader.readRound();
  expect(hasTopic).toBe(true);
  expect(summary).toMatchObject({ results: 42, repeated: 0, closedWindows: 3, missing: 0 });
  expect(topics.calls.filter((call) => call.includes("/output/"))).toEqual([
    "/playground/topics/output/records?partition=0&offset=15&max=6",
    "/playground/topics/output/records?partition=1&offset=15&max=6",
  ]);
});

test("a call that fails in the middle counts nothing twice", async () => {
  const topics = new FakeTopics();
  topics.writeWindows(0, 6);
  const reader = new TallyReader(topics.client);
  topics.before = (path) => {
    if (path.includes("partition=1")) throw new TypeError("no network");
  };
  await expect(reader.readRound()).rejects.toThrow("no network");
  topics.before = () => undefined;
  await reader.readRound();
  const { summary } = await reader.readRound();
  expect(summary).toMatchObject({ results: 36, repeated: 0, missing: 0, closedWindows: 4 });
});

test("records dropped by retention before they were read are unseen", async () => {
  const topics = new FakeTopics();
  topics.writeWindows(0, 10);
  topics.begin[0] = 9;
  const { summary } = await new TallyReader(topics.client).readRound();
  expect(summary).toMatchObject({ notSeen: 9, results: 51, missing: 0 });
});

test("retention during a read is a gap too, and nothing is judged before the rest is read", async () => {
  const topics = new FakeTopics();
  topics.writeWindows(0, 10);
  const reader = new TallyReader(topics.client);
  topics.before = (path) => {
    if (path.includes("partition=1")) topics.begin[1] = 12;
  };
  expect((await reader.readRound()).summary).toMatchObject({ notSeen: 0, missing: 0, closedWindows: 0 });
  await reader.readRound();
  expect((await reader.readRound()).summary).toMatchObject({ notSeen: 12, missing: 0, repeated: 0 });
});

test("a topic shorter than before is another topic and is read from its start", async () => {
  const topics = new FakeTopics();
  topics.writeWindows(0, 6);
  const reader = new TallyReader(topics.client);
  await reader.readRound();
  topics.output[0] = [];
  topics.output[1] = [];
  topics.writeWindows(0, 1);
  expect((await reader.readRound()).summary).toMatchObject({ results: 6, repeated: 0 });
});

test("a restart during a read drops that read", async () => {
  const topics = new FakeTopics();
  topics.writeWindows(0, 6);
  const reader = new TallyReader(topics.client);
  topics.before = (path) => {
    if (path.includes("partition=1")) reader.restart();
  };
  await reader.readRound();
  topics.before = () => undefined;
  expect((await reader.readRound()).summary).toMatchObject({ results: 36, repeated: 0 });
});

test("the newest click is the time that all partitions of the input have reached", async () => {
  const topics = new FakeTopics();
  const click = (atMs: number): string => JSON.stringify({ timestamp: date(atMs), page: "/help" });
  topics.input[0]?.push(click(START_MS), click(START_MS + 900));
  expect((await new TallyReader(topics.client).readRound()).newestClickMs).toBeUndefined();
  topics.input[1]?.push(click(START_MS + 450));
  expect((await new TallyReader(topics.client).readRound()).newestClickMs).toBe(START_MS + 450);
});

test("the time the clicks had reached three rounds ago is due, and not before", async () => {
  const topics = new FakeTopics();
  const reader = new TallyReader(topics.client);
  const due: (number | undefined)[] = [];
  for (let round = 0; round < 5; round++) {
    const at = JSON.stringify({ timestamp: date(START_MS + round * 1000), page: "/help" });
    topics.input.forEach((log) => log.push(at));
    due.push((await reader.readRound()).dueClickMs);
  }
  expect(due).toEqual([undefined, undefined, undefined, START_MS, START_MS + 1000]);
});

test("records that are not counts are reported, not dropped", async () => {
  const topics = new FakeTopics();
  topics.output[0]?.push("{}", "hello");
  expect((await new TallyReader(topics.client).readRound()).summary).toMatchObject({ unreadable: 2, results: 0 });
});

const DRAIN: Drain = { jobId: "ab", checkpointId: 9, completed: false };

test("drains are requested once when a count is not 1000", async () => {
  const topics = new FakeTopics();
  const asked = (): number => topics.calls.filter((call) => call === "/playground/drains").length;
  topics.writeWindows(0, 3);
  const reader = new TallyReader(topics.client);
  await reader.readRound();
  expect(asked()).toBe(0);
  topics.drains = [DRAIN];
  topics.output[0]?.push(count(2, "/help", 400));
  expect((await reader.readRound()).summary).toMatchObject({ wrong: 0, cut: 1 });
  await reader.readRound();
  expect(asked()).toBe(1);
  topics.output[1]?.push(count(2, "/shop", 300));
  expect((await reader.readRound()).summary).toMatchObject({ wrong: 0, cut: 2 });
  expect(asked()).toBe(2);
});

test("a waiting part is judged again until its drain has completed", async () => {
  const topics = new FakeTopics();
  topics.drains = [DRAIN];
  topics.output[0]?.push(count(0, "/help", 400));
  const reader = new TallyReader(topics.client);
  expect((await reader.readRound()).summary).toMatchObject({ wrong: 0, waiting: 1 });
  topics.drains = [{ ...DRAIN, completed: true }];
  await reader.readRound();
  topics.output[0]?.push(count(0, "/help", 600));
  expect((await reader.readRound()).summary).toMatchObject({ wrong: 0, waiting: 0, cut: 1 });
});

test("a cluster that does not report drains excuses no count", async () => {
  const topics = new FakeTopics();
  topics.drains = undefined;
  topics.writeWindows(0, 3);
  topics.output[0]?.push(count(2, "/help", 400));
  expect((await new TallyReader(topics.client).readRound()).summary).toMatchObject({ wrong: 1, cut: 0 });
});
