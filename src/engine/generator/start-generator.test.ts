import { describe, expect, it } from "vitest";
import type { Host, Link } from "../host.ts";
import { startKafka } from "../kafka/start-kafka.ts";
import type { TopicConfig } from "../kafka/topic.ts";
import { BROKER_PROTOCOL, type FromBroker, type ToBroker } from "../protocol/broker.ts";
import { ToyCluster } from "../simulation/testing/toy-cluster.ts";
import { CLICK_INTERVAL_MS, clickTimestampMs, lastFullWindowMs, PAGES, WINDOW_MS } from "./click-sequence.ts";
import { type GeneratorArgs, startGenerator } from "./start-generator.ts";

const EPOCH_MS = 1_700_000_000_000;

/** kafka, the generator, and a reader that keeps every record of `input` as `<timestamp> <page>`, by partition. */
function clickCluster(options: { seed?: number; topic?: Partial<TopicConfig>; generator?: Partial<GeneratorArgs> } = {}) {
  const rows: string[][] = [[], []];
  const hosts = new Map<string, Host>();
  let toBroker: Link<FromBroker, ToBroker> | undefined;
  const cluster = new ToyCluster(options.seed ?? 1, {
    kafka: (host) => {
      hosts.set("kafka", host);
      startKafka(host, {
        topics: [{ name: "input", partitions: 2, budgetBytes: 50_000_000, retention: "held", ...options.topic }],
      });
    },
    "clickevent-generator": (host) => {
      hosts.set("clickevent-generator", host);
      startGenerator(host, { topic: "input", recordsPerSecond: 400, load: { type: "pages" }, ...options.generator });
    },
    reader: (host) => {
      const link = host.connect("kafka", "data", BROKER_PROTOCOL);
      toBroker = link;
      const offsets = [0, 0];
      const fetch = (partition: number) =>
        link.send({
          type: "fetch",
          requestId: partition,
          jobId: "reader",
          topic: "input",
          partition,
          offset: offsets[partition] ?? 0,
          maxRecords: 50_000,
          maxWaitMs: 500,
        });
      link.onMessage((message) => {
        if (message.type !== "fetched") return;
        const { requestId: partition, batch } = message;
        expect(message.nextOffset).toBe((offsets[partition] ?? 0) + batch.length);
        offsets[partition] = message.nextOffset;
        for (let row = 0; row < batch.length; row++) {
          const timestampMs = batch.timestampBaseMs + (batch.timestamps[row] ?? 0);
          rows[partition]?.push(`${timestampMs} ${batch.dictionary.entries[batch.keys[row] ?? 0]}`);
        }
        fetch(partition);
      });
      fetch(0);
      fetch(1);
    },
  });
  cluster.start("kafka");
  cluster.start("clickevent-generator");
  return { cluster, rows, hosts, toBroker: () => toBroker };
}

/** Clicks by window and page, of what was read. */
function tally(rows: readonly string[][]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const row of rows.flat()) {
    const [timestamp = "", page = ""] = row.split(" ");
    const name = `${lastFullWindowMs(Number(timestamp))} ${page}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

function fullWindows(counts: ReadonlyMap<string, number>): number[] {
  const newest = Math.max(...[...counts.keys()].map((name) => Number(name.split(" ")[0])));
  return [...counts].filter(([name]) => Number(name.split(" ")[0]) < newest).map(([, count]) => count);
}

describe("the generator", () => {
  it("keeps the pace of 400 clicks a second, from the last full 15 s before its start", async () => {
    const { cluster, rows } = clickCluster();
    cluster.start("reader");
    await cluster.simulation.runUntil(46_000);
    const all = rows.flat();
    expect(Math.abs(all.length - 46 * 400)).toBeLessThan(100);
    expect(all.toSorted()[0]).toBe(`${lastFullWindowMs(EPOCH_MS)} /about`);
    expect(fullWindows(tally(rows)).length).toBe(18);
    expect(new Set(fullWindows(tally(rows)))).toEqual(new Set([1_000]));
  });

  it("keeps the partitions within a chunk of each other", async () => {
    const { cluster, rows } = clickCluster();
    cluster.start("reader");
    await cluster.simulation.runUntil(20_000);
    expect(Math.abs((rows[0]?.length ?? 0) - (rows[1]?.length ?? 0))).toBeLessThanOrEqual(16);
  });

  it("continues after the last click when it is killed and started again, so that no window has more or fewer than 1000", async () => {
    for (let seed = 0; seed < 10; seed++) {
      const { cluster, rows } = clickCluster({ seed });
      cluster.start("reader");
      for (let life = 1; life <= 5; life++) {
        await cluster.simulation.runUntil(life * 9_000 + seed * 37);
        cluster.kill("clickevent-generator");
        cluster.start("clickevent-generator");
      }
      await cluster.simulation.runUntil(60_000);
      const full = fullWindows(tally(rows));
      expect(full.length).toBeGreaterThanOrEqual(12);
      expect(new Set(full)).toEqual(new Set([1_000]));
    }
  });

  it("skips no click when it is held up: it makes up for the time", async () => {
    const { cluster, rows } = clickCluster();
    cluster.start("reader");
    await cluster.simulation.runUntil(10_000);
    const generator = cluster.simulation.actor("clickevent-generator");
    if (generator !== undefined) cluster.simulation.stall(generator, 20_000);
    await cluster.simulation.runUntil(46_000);
    expect(Math.abs(rows.flat().length - 46 * 400)).toBeLessThan(100);
    expect(new Set(fullWindows(tally(rows)))).toEqual(new Set([1_000]));
  });

  it("waits while the topic is full, reports why, and continues when there is room", async () => {
    const { cluster, rows, hosts, toBroker } = clickCluster({ topic: { budgetBytes: 20_000 } });
    cluster.start("reader");
    await cluster.simulation.runUntil(30_000);
    expect(rows.flat().length).toBeLessThanOrEqual(4_000);
    expect(await ask(cluster, "clickevent-generator", "GET", "/playground/generator", 31_000)).toMatchObject({
      waiting: true,
      sent: rows.flat().length,
      waitingReason: expect.stringContaining("no job has read it"),
    });

    expect(hosts.size).toBe(2);
    toBroker()?.send({
      type: "retain",
      requestId: 0,
      holds: [{ holder: { type: "job", jobId: "reader" }, records: { type: "unread", jobId: "reader", topics: ["input"] } }],
    });
    await cluster.simulation.runUntil(60_000);
    expect(Math.abs(rows.flat().length - 60 * 400)).toBeLessThan(100);
    const reply = await ask(cluster, "clickevent-generator", "GET", "/playground/generator", 61_000);
    expect(reply).toMatchObject({ recordsPerSecond: 400, waiting: false });
    expect(reply).not.toHaveProperty("waitingReason");
    expect(new Set(fullWindows(tally(rows)))).toEqual(new Set([1_000]));
  });

  it("changes its rate while it runs: faster, paused, without a limit", async () => {
    const { cluster, rows } = clickCluster({ topic: { budgetBytes: 2_000_000 } });
    cluster.start("reader");
    await cluster.simulation.runUntil(1_000);
    const patch = (body: string) => ask(cluster, "clickevent-generator", "PATCH", "/playground/generator", 99_000, body);

    expect(await patch('{"recordsPerSecond": 4000}')).toMatchObject({ recordsPerSecond: 4_000 });
    await cluster.simulation.runUntil(3_000);
    expect(Math.abs(rows.flat().length - 400 - 8_000)).toBeLessThan(200);

    await patch('{"recordsPerSecond": 0}');
    await cluster.simulation.runUntil(4_000);
    const paused = rows.flat().length;
    await cluster.simulation.runUntil(9_000);
    expect(rows.flat().length).toBe(paused);

    await patch('{"recordsPerSecond": null}');
    await cluster.simulation.runUntil(10_000);
    expect(rows.flat().length).toBeGreaterThan(paused + 100_000);
    expect(new Set(fullWindows(tally(rows)))).toEqual(new Set([1_000]));
  });

  it("takes the highest rate of contract 2", async () => {
    const { cluster } = clickCluster();
    const body = '{"recordsPerSecond": 100000000}';
    const reply = await ask(cluster, "clickevent-generator", "PATCH", "/playground/generator", 900, body);
    expect(reply).toMatchObject({ recordsPerSecond: 100_000_000 });
  });

  it.each([
    '{"recordsPerSecond": -1}',
    '{"recordsPerSecond": 1e308}',
    '{"recordsPerSecond": 100000001}',
    '{"recordsPerSecond": "fast"}',
    "{}",
    "null",
    "not JSON",
  ])("refuses the rate %s", async (body) => {
    const { cluster } = clickCluster();
    await cluster.simulation.runUntil(500);
    const reply = await ask(cluster, "clickevent-generator", "PATCH", "/playground/generator", 900, body);
    expect(reply).toEqual({ errors: [expect.stringContaining("recordsPerSecond must be a number from 0 to 100000000")] });
  });
});

describe("the broker over a link", () => {
  it("lets a reader at the end wait, then answers with nothing", async () => {
    const answers: { readonly message: FromBroker; readonly atMs: number }[] = [];
    const { cluster } = clickCluster({ generator: { recordsPerSecond: 0 } });
    const waiter = new ToyClusterReader(answers);
    cluster.programs["waiter"] = (host) => waiter.run(host);
    cluster.start("waiter");
    await cluster.simulation.runUntil(5_000);
    expect(answers).toMatchObject([{ message: { type: "fetched", batch: { length: 0 }, nextOffset: 0, endOffset: 0 } }]);
    expect(answers[0]?.atMs).toBeGreaterThan(700);
  });

  it("refuses an unknown partition and an offset outside", async () => {
    const answers: { readonly message: FromBroker; readonly atMs: number }[] = [];
    const { cluster } = clickCluster();
    const waiter = new ToyClusterReader(answers, { partition: 7, offset: 0 }, { partition: 0, offset: 1_000_000 });
    cluster.programs["waiter"] = (host) => waiter.run(host);
    cluster.start("waiter");
    await cluster.simulation.runUntil(1_000);
    expect(answers.map(({ message }) => message.type === "error" && message.code)).toEqual([
      "UNKNOWN_TOPIC_OR_PARTITION",
      "OFFSET_OUT_OF_RANGE",
    ]);
  });

  it("gives back the offsets that a group has committed", async () => {
    const answers: { readonly message: FromBroker; readonly atMs: number }[] = [];
    const { cluster } = clickCluster({ generator: { recordsPerSecond: 0 } });
    cluster.programs["waiter"] = (host) => {
      const link = host.connect("kafka", "data", BROKER_PROTOCOL);
      link.onMessage((message) => answers.push({ message, atMs: host.clock.monotonicMs() }));
      const split = { topic: "input", partition: 1 };
      link.send({ type: "commit-offsets", groupId: "g", offsets: [{ ...split, offset: 5 }] });
      link.send({ type: "commit-offsets", groupId: "g", offsets: [{ ...split, offset: 8 }] });
      link.send({ type: "committed-offsets", requestId: 1, groupId: "g", topic: "input" });
    };
    cluster.start("waiter");
    await cluster.simulation.runUntil(1_000);
    expect(answers.map(({ message }) => message)).toEqual([
      { type: "committed-offsets", requestId: 1, offsets: [{ topic: "input", partition: 1, offset: 8 }] },
    ]);
  });
});

it("gives each page one click in 15 ms of event time", () => {
  expect(WINDOW_MS / CLICK_INTERVAL_MS).toBe(1_000);
  expect(clickTimestampMs(0, PAGES.length * 1_000)).toBe(WINDOW_MS);
});

class ToyClusterReader {
  readonly #answers: { readonly message: FromBroker; readonly atMs: number }[];
  readonly #fetches: readonly { readonly partition: number; readonly offset: number }[];

  constructor(
    answers: { readonly message: FromBroker; readonly atMs: number }[],
    ...fetches: readonly { readonly partition: number; readonly offset: number }[]
  ) {
    this.#answers = answers;
    this.#fetches = fetches.length > 0 ? fetches : [{ partition: 0, offset: 0 }];
  }

  run(host: Host): void {
    const link = host.connect("kafka", "data", BROKER_PROTOCOL);
    link.onMessage((message) => this.#answers.push({ message, atMs: host.clock.monotonicMs() }));
    for (const [requestId, fetch] of this.#fetches.entries()) {
      link.send({ type: "fetch", requestId, jobId: "waiter", topic: "input", ...fetch, maxRecords: 10, maxWaitMs: 700 });
    }
  }
}

async function ask(cluster: ToyCluster, container: string, method: string, url: string, untilMs: number, body?: string) {
  const answer = cluster.request(container, { method, url, ...(body !== undefined && { body }) });
  const response = await cluster.simulation.runUntilSettled(answer, untilMs);
  return JSON.parse(response?.body ?? "null") as unknown;
}
