import { describe, expect, it } from "vitest";
import { DictionaryRegistry, KeyDictionary } from "../../core/key-dictionary.ts";
import { clickBatch, PAGES } from "../generator/click-sequence.ts";
import { Retention } from "./retention.ts";
import { Topic } from "./topic.ts";

const BATCH = 64;
const BATCH_BYTES = BATCH * 5;

/** A topic for `batches` batches of 64 clicks, and a way to append that logs what happens to each batch. */
function newTopic(batches: number, retention: "held" | "oldest" = "held", partitions = 1) {
  const holds = new Retention();
  const topic = new Topic({ name: "input", partitions, budgetBytes: batches * BATCH_BYTES, retention }, holds, "test");
  const producer = new DictionaryRegistry();
  const events: string[] = [];
  let next = 0;
  const append = (partition = 0, owner: object = producer) => {
    const name = next++;
    topic.append({
      owner,
      partition,
      batch: clickBatch(0, name * BATCH, BATCH, new KeyDictionary("generator", PAGES).sliceFrom(0)),
      producer,
      onStored: (offset) => events.push(`${name} stored at ${offset}`),
      onWaiting: (reason) => events.push(`${name} waits: ${reason}`),
    });
  };
  return { topic, holds, append, events };
}

describe("Topic", () => {
  it("drops nothing below its budget, whatever may be dropped", () => {
    const { topic, holds, append } = newTopic(3);
    holds.hold("job", { type: "offsets", offsets: [{ topic: "input", partition: 0, offset: 3 * BATCH }] });
    for (let n = 0; n < 3; n++) append();
    expect(topic.ranges()).toEqual([{ partition: 0, beginOffset: 0, endOffset: 3 * BATCH }]);
  });

  it("drops the oldest segments under the floor, and no more than it must", () => {
    const { topic, holds, append } = newTopic(3);
    holds.hold("job", { type: "offsets", offsets: [{ topic: "input", partition: 0, offset: 2 * BATCH }] });
    for (let n = 0; n < 4; n++) append();
    expect(topic.ranges()).toEqual([{ partition: 0, beginOffset: BATCH, endOffset: 4 * BATCH }]);
  });

  it("makes the producer wait while a checkpoint holds the floor, and says which job does", () => {
    const { topic, holds, append, events } = newTopic(2);
    holds.hold("0af3", { type: "offsets", offsets: [{ topic: "input", partition: 0, offset: BATCH - 1 }] });
    for (let n = 0; n < 3; n++) append();
    expect(events.at(-1)).toBe("2 waits: Topic input is full (640 of 640 bytes): job 0af3 may still read what is stored.");

    holds.hold("0af3", { type: "offsets", offsets: [{ topic: "input", partition: 0, offset: BATCH }] });
    topic.retentionChanged();
    expect(events.at(-1)).toBe(`2 stored at ${2 * BATCH}`);
  });

  it("makes the producer wait if no job holds anything", () => {
    const { append, events } = newTopic(1);
    append();
    append();
    expect(events).toEqual([
      "0 stored at 0",
      "1 waits: Topic input is full (320 of 320 bytes): no job has read it, so nothing may be dropped.",
    ]);
  });

  it("takes the lowest offset of all jobs as the floor, and goes on when that job is released", () => {
    const { topic, holds, append, events } = newTopic(1);
    holds.hold("new", { type: "offsets", offsets: [{ topic: "input", partition: 0, offset: BATCH }] });
    holds.hold("old", { type: "offsets", offsets: [{ topic: "input", partition: 0, offset: 0 }] });
    append();
    append();
    expect(events).toHaveLength(2);
    holds.hold("old", { type: "released" });
    topic.retentionChanged();
    expect(events.at(-1)).toBe(`1 stored at ${BATCH}`);
  });

  it("counts a job without checkpoints by its reading position", () => {
    const { topic, holds, append, events } = newTopic(1);
    holds.hold("job", { type: "by-position", topics: ["input"] });
    append();
    append();
    expect(events.at(-1)).toContain("1 waits");
    holds.noteFetch("job", "input", 0, BATCH);
    topic.retentionChanged();
    expect(events.at(-1)).toBe(`1 stored at ${BATCH}`);
  });

  it("stores in the order of arrival across partitions: whoever waits holds back those behind", () => {
    const { topic, holds, append, events } = newTopic(2, "held", 2);
    append(0);
    append(1);
    append(0);
    append(1);
    const bothRead = [0, 1].map((partition) => ({ topic: "input", partition, offset: BATCH }));
    holds.hold("job", { type: "offsets", offsets: bothRead });
    topic.retentionChanged();
    expect(events.slice(-2)).toEqual([`2 stored at ${BATCH}`, `3 stored at ${BATCH}`]);
  });

  it("forgets what a dead producer was waiting to store, and lets in those behind it", () => {
    const { topic, holds, append, events } = newTopic(1);
    const dead = {};
    append();
    append(0, dead);
    append();
    holds.hold("job", { type: "offsets", offsets: [{ topic: "input", partition: 0, offset: BATCH }] });
    topic.dropAppendsOf(dead);
    expect(events.at(-1)).toBe(`2 stored at ${BATCH}`);
    expect(events).not.toContain(`1 stored at ${BATCH}`);
  });

  it("drops its oldest and never waits if it retains by age", () => {
    const { topic, append, events } = newTopic(2, "oldest");
    for (let n = 0; n < 5; n++) append();
    expect(topic.ranges()).toEqual([{ partition: 0, beginOffset: 3 * BATCH, endOffset: 5 * BATCH }]);
    expect(events).toHaveLength(5);
  });

  it("wakes a waiting reader once, at the next append to its partition", () => {
    const { topic, append } = newTopic(9, "held", 2);
    let woken = 0;
    topic.waitForAppend(1, () => woken++);
    append(0);
    expect(woken).toBe(0);
    append(1);
    append(1);
    expect(woken).toBe(1);
  });
});
