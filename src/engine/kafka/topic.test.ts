import { describe, expect, it } from "vitest";
import { DictionaryRegistry, KeyDictionary } from "../../core/key-dictionary.ts";
import { clickBatch, PAGES } from "../generator/click-sequence.ts";
import type { Hold } from "../protocol/broker.ts";
import { ConsumerGroups } from "./consumer-groups.ts";
import { Retention } from "./retention.ts";
import { Topic } from "./topic.ts";

const BATCH = 64;
const BATCH_BYTES = BATCH * 5;

/** A hold of a job: everything from `offset` on, of partition 0 unless others are named. */
function held(jobId: string, offset: number, partitions: readonly number[] = [0]): Hold {
  const offsets = partitions.map((partition) => ({ topic: "input", partition, offset }));
  return { holder: { type: "job", jobId }, records: { type: "from-offsets", offsets } };
}

/** A topic for `batches` batches of 64 clicks, and a way to append that logs what happens to each batch. */
function newTopic(batches: number, retention: "held" | "oldest" = "held", partitions = 1) {
  const groups = new ConsumerGroups();
  const holds = new Retention(groups);
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
  const hold = (...all: readonly Hold[]) => {
    holds.replaceHolds(all);
    topic.floorChanged();
  };
  const fetch = (owner: object, offset: number) => {
    holds.noteFetch(owner, "job", "input", 0, offset);
    topic.floorChanged();
  };
  return { topic, holds, groups, append, events, hold, fetch };
}

describe("Topic", () => {
  it("drops nothing below its budget, whatever may be dropped", () => {
    const { topic, hold, append } = newTopic(3);
    hold(held("job", 3 * BATCH));
    for (let n = 0; n < 3; n++) append();
    expect(topic.ranges()).toEqual([{ partition: 0, beginOffset: 0, endOffset: 3 * BATCH }]);
  });

  it("drops the oldest segments under the floor, and no more than it must", () => {
    const { topic, hold, append } = newTopic(3);
    hold(held("job", 2 * BATCH));
    for (let n = 0; n < 4; n++) append();
    expect(topic.ranges()).toEqual([{ partition: 0, beginOffset: BATCH, endOffset: 4 * BATCH }]);
  });

  it("[ST22] makes the producer wait while a checkpoint holds the floor, and says which job does", () => {
    const { hold, append, events } = newTopic(2);
    hold(held("0af3", BATCH - 1));
    for (let n = 0; n < 3; n++) append();
    expect(events.at(-1)).toBe("2 waits: Topic input is full (640 of 640 bytes): job 0af3 may still read what is stored.");

    hold(held("0af3", BATCH));
    expect(events.at(-1)).toBe(`2 stored at ${2 * BATCH}`);
  });

  it("[ST22] reports it again when another holder has the floor, a savepoint by its path, and not without a change", () => {
    const { hold, append, events } = newTopic(1);
    hold(held("0af3", 0));
    append();
    append();
    const offsets = [{ topic: "input", partition: 0, offset: 0 }];
    const savepoint: Hold = {
      holder: { type: "savepoint", path: "file:/tmp/savepoint-0af3", jobId: "0af3" },
      records: { type: "from-offsets", offsets },
    };
    hold(savepoint);
    hold(savepoint);
    expect(events.slice(1)).toEqual([
      "1 waits: Topic input is full (320 of 320 bytes): job 0af3 may still read what is stored.",
      "1 waits: Topic input is full (320 of 320 bytes): a job that starts from savepoint file:/tmp/savepoint-0af3 of job 0af3 may still read " +
        "what is stored. Start a job from the savepoint, or delete it.",
    ]);
  });

  it("[ST22] reports it again when a job has read on and another holder has the floor", () => {
    const { hold, append, events, fetch } = newTopic(1);
    hold({ holder: { type: "job", jobId: "ahead" }, records: { type: "unread", jobId: "job", topics: ["input"] } }, held("behind", 1));
    append();
    append();
    expect(events.at(-1)).toContain("job ahead may still read");
    fetch({}, BATCH);
    fetch({}, BATCH);
    expect(events.slice(2)).toEqual(["1 waits: Topic input is full (320 of 320 bytes): job behind may still read what is stored."]);
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

  it.each([
    ["low", "high"],
    ["high", "low"],
  ])("[ST13] takes the lowest offset of all holders as the floor, whichever is named first: %s, %s", (first, second) => {
    const { topic, hold, append, events } = newTopic(2);
    const holds: Readonly<Record<string, Hold>> = { low: held("low", 0), high: held("high", 2 * BATCH) };
    hold(...[first, second].flatMap((name) => holds[name] ?? []));
    for (let n = 0; n < 3; n++) append();
    expect(topic.ranges()).toEqual([{ partition: 0, beginOffset: 0, endOffset: 2 * BATCH }]);
    expect(events.at(-1)).toContain("2 waits: Topic input is full (640 of 640 bytes): job low may still read what is stored.");

    hold(held("high", 2 * BATCH));
    expect(events.at(-1)).toBe(`2 stored at ${2 * BATCH}`);
  });

  const unread: Hold = { holder: { type: "job", jobId: "job" }, records: { type: "unread", jobId: "job", topics: ["input"] } };

  it("[ST19] keeps for a job without checkpoints what it has not fetched", () => {
    const { hold, append, events, fetch } = newTopic(1);
    hold(unread);
    append();
    append();
    expect(events.at(-1)).toContain("1 waits");
    fetch({}, BATCH);
    expect(events.at(-1)).toBe(`1 stored at ${BATCH}`);
  });

  it("[ST19] keeps everything while the job has no reader, and follows the slower one while there are two", () => {
    const { topic, holds, hold, append, events, fetch } = newTopic(1);
    const [former, next] = [{}, {}];
    hold(unread);
    append();
    fetch(former, BATCH);
    fetch(next, 0);
    append();
    expect(events.at(-1)).toContain("1 waits");
    holds.dropReader(next);
    holds.dropReader(former);
    topic.floorChanged();
    expect(topic.ranges()).toEqual([{ partition: 0, beginOffset: 0, endOffset: BATCH }]);
    fetch(next, BATCH);
    expect(events.at(-1)).toBe(`1 stored at ${BATCH}`);
  });

  it("[ST19] keeps what the consumer group has not committed, where a restart begins there", () => {
    const { topic, groups, hold, append, events, fetch } = newTopic(1);
    hold({ holder: { type: "job", jobId: "job" }, records: { type: "unread", jobId: "job", topics: ["input"], groupId: "g" } });
    append();
    fetch({}, BATCH);
    append();
    expect(events.at(-1)).toContain("1 waits");
    groups.commit("g", [{ topic: "input", partition: 0, offset: BATCH }]);
    topic.floorChanged();
    expect(events.at(-1)).toBe(`1 stored at ${BATCH}`);
  });

  it("stores in the order of arrival across partitions: a waiting batch holds back the batches behind it", () => {
    const { hold, append, events } = newTopic(2, "held", 2);
    append(0);
    append(1);
    append(0);
    append(1);
    hold(held("job", BATCH, [0, 1]));
    expect(events.slice(-2)).toEqual([`2 stored at ${BATCH}`, `3 stored at ${BATCH}`]);
  });

  it("forgets what a dead producer was waiting to store, and lets in those behind it", () => {
    const { topic, holds, append, events } = newTopic(1);
    const dead = {};
    append();
    append(0, dead);
    append();
    holds.replaceHolds([held("job", BATCH)]);
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
