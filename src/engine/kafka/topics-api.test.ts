import { describe, expect, it } from "vitest";
import { DictionaryRegistry, KeyDictionary } from "../../core/key-dictionary.ts";
import { clickBatch, PAGES } from "../generator/click-sequence.ts";
import { Broker } from "./broker.ts";
import { answerTopicsRequest } from "./topics-api.ts";

const START_MS = Date.UTC(2026, 2, 1, 13, 0, 0);

function newBroker(): Broker {
  const broker = new Broker(
    [
      { name: "input", partitions: 2, budgetBytes: 1_000, retention: "held" },
      { name: "output", partitions: 2, budgetBytes: 1_000, retention: "oldest" },
    ],
    "test",
  );
  const pages = new KeyDictionary("generator", PAGES);
  const append = { owner: broker, producer: new DictionaryRegistry(), onStored: () => undefined, onWaiting: () => undefined };
  broker.topic("input")?.append({ ...append, partition: 0, batch: clickBatch(START_MS, 0, 8, pages.sliceFrom(0)) });
  broker.topic("output")?.append({
    ...append,
    partition: 1,
    batch: {
      type: "window-results",
      length: 1,
      timestampBaseMs: START_MS + 14_999,
      timestamps: new Uint32Array(1),
      keys: new Uint8Array([2]),
      dictionary: pages.sliceFrom(0),
      windowSizeMs: 15_000,
      windowStartsMs: new Float64Array([START_MS]),
      results: new Float64Array([1_000]),
    },
  });
  return broker;
}

function get(broker: Broker, url: string): { status: number; body: unknown } {
  const { status, body } = answerTopicsRequest(broker, { method: "GET", url });
  return { status, body: JSON.parse(body) };
}

describe("/playground/topics", () => {
  it("lists topics with offsets, bytes and budget", () => {
    expect(get(newBroker(), "/playground/topics")).toEqual({
      status: 200,
      body: {
        topics: [
          {
            name: "input",
            partitions: [
              { partition: 0, beginOffset: 0, endOffset: 8 },
              { partition: 1, beginOffset: 0, endOffset: 0 },
            ],
            bytes: 40,
            budgetBytes: 1_000,
          },
          {
            name: "output",
            partitions: [
              { partition: 0, beginOffset: 0, endOffset: 0 },
              { partition: 1, beginOffset: 0, endOffset: 1 },
            ],
            bytes: 21,
            budgetBytes: 1_000,
          },
        ],
      },
    });
  });

  it("prints clicks as the playground does", () => {
    expect(get(newBroker(), "/playground/topics/input/records?partition=0&offset=6&max=1").body).toEqual({
      records: [
        {
          partition: 0,
          offset: 6,
          timestamp: START_MS + 15,
          value: '{"timestamp":"01-03-2026 13:00:00:015","page":"/help"}',
        },
      ],
      beginOffset: 0,
      endOffset: 8,
    });
  });

  it("prints results with the window's last millisecond as timestamp", () => {
    expect(get(newBroker(), "/playground/topics/output/records?partition=1&offset=0").body).toMatchObject({
      records: [
        {
          timestamp: START_MS + 14_999,
          value: '{"windowStart":"01-03-2026 13:00:00:000","windowEnd":"01-03-2026 13:00:15:000","page":"/shop","count":1000}',
        },
      ],
    });
  });

  it("answers an empty list at the end", () => {
    expect(get(newBroker(), "/playground/topics/input/records?partition=0&offset=8")).toEqual({
      status: 200,
      body: { records: [], beginOffset: 0, endOffset: 8 },
    });
  });

  it("refuses an offset outside with 416 and says what is inside", () => {
    expect(get(newBroker(), "/playground/topics/input/records?partition=0&offset=9")).toEqual({
      status: 416,
      body: {
        errors: ["OffsetOutOfRangeException: offset 9 of partition 0 of topic input is outside [0, 8]"],
        beginOffset: 0,
        endOffset: 8,
      },
    });
  });

  it.each([
    ["/playground/topics/nothing/records?partition=0&offset=0", 404],
    ["/playground/topics/input/records?partition=2&offset=0", 404],
    ["/playground/topics/input/records?offset=0", 400],
    ["/playground/topics/input/records?partition=0", 400],
    ["/playground/topics/input/records?partition=-1&offset=0", 400],
    ["/playground/topics/input/records?partition=0&offset=1.5", 400],
    ["/playground/topics/input/records?partition=0&offset=0&max=0", 400],
    ["/playground/topics/input/records?partition=0&offset=0&max=10001", 400],
    ["/playground/topics/input/records?partition=0&offset=0&isolation=dirty", 400],
    ["/playground/topics/input", 404],
  ])("refuses %s with %i", (url, status) => {
    const reply = get(newBroker(), url);
    expect(reply.status).toBe(status);
    expect(reply.body).toEqual({ errors: [expect.stringMatching(/^[A-Za-z ]+: .+/)] });
  });
});
