import { describe, expect, it } from "vitest";

import { nextTopicsBook, type TopicsBook } from "../../domain/topics-book.ts";
import type { Topics } from "../../rest/playground.ts";
import { topicCard, type TopicReading } from "./topic-model.ts";

function topics(inputEnds: readonly [number, number], outputEnd = 0): Topics {
  const partitions = (ends: readonly number[]) => ends.map((endOffset, partition) => ({ partition, beginOffset: 0, endOffset }));
  return {
    topics: [
      { name: "input", partitions: partitions(inputEnds), bytes: 0, budgetBytes: 1 },
      { name: "output", partitions: partitions([outputEnd, 0]), bytes: 0, budgetBytes: 1 },
    ],
  };
}

function bookOf(replies: readonly [atMs: number, topics: Topics][]): TopicsBook {
  const book = replies.reduce<TopicsBook | undefined>((before, [atMs, reply]) => nextTopicsBook(before, atMs, reply), undefined);
  if (book === undefined) throw new Error("no reply");
  return book;
}

function reading(over: Partial<TopicReading> = {}): TopicReading {
  return {
    positions: [
      { topic: "input", partition: 0, nextOffset: 900, committedOffset: 800 },
      { topic: "input", partition: 1, nextOffset: 900, committedOffset: 700 },
    ],
    pendingRecords: undefined,
    isRunning: false,
    ...over,
  };
}

describe("topicCard", () => {
  it("has a rate from the second reply on, over the last seconds", () => {
    expect(topicCard(bookOf([[0, topics([100, 100])]]), "input", "in", undefined)?.perSecond).toBeUndefined();
    const book = bookOf([0, 1, 2, 3, 4, 5].map((second) => [second * 1000, topics([200 * second, second < 3 ? 0 : 200 * second])]));
    // Over seconds 2 to 5: 600 in one partition, 1000 in the other.
    expect(topicCard(book, "input", "in", undefined)?.perSecond).toBeCloseTo(1600 / 3);
  });

  it("restarts its rate after a reset and after a time without observers", () => {
    expect(
      topicCard(
        bookOf([
          [0, topics([500, 500])],
          [1000, topics([3, 3])],
        ]),
        "input",
        "in",
        undefined,
      )?.perSecond,
    ).toBeUndefined();
    expect(
      topicCard(
        bookOf([
          [0, topics([5, 5])],
          [60_000, topics([500, 500])],
        ]),
        "input",
        "in",
        undefined,
      )?.perSecond,
    ).toBeUndefined();
  });

  it("uses the source's own pending records while it runs", () => {
    const book = bookOf([[0, topics([1000, 1000])]]);
    const card = topicCard(book, "input", "in", reading({ isRunning: true, pendingRecords: 12 }));
    expect(card?.lag).toBe(12);
    expect(card?.isLagGrowing).toBe(false);
  });

  it("counts from the committed offsets while no task runs, and reports growth", () => {
    const card = topicCard(
      bookOf([
        [0, topics([900, 900])],
        [1000, topics([1100, 1100])],
      ]),
      "input",
      "in",
      reading(),
    );
    expect(card?.lag).toBe(300 + 400);
    expect(card?.isLagGrowing).toBe(true);
    expect(card?.lanes.map(({ backlogShare }) => backlogShare)).toEqual([300 / 6000, 400 / 6000]);
  });

  it("never fills a lane with backlog: its scale grows", () => {
    const card = topicCard(bookOf([[0, topics([1_000_800, 900])]]), "input", "in", reading());
    expect(card?.lanes[0]?.backlogShare).toBeCloseTo(0.75);
  });

  it("has no lag if a partition's position is unknown", () => {
    const book = bookOf([[0, topics([900, 900])]]);
    expect(topicCard(book, "input", "in", undefined)?.lag).toBeUndefined();
    expect(topicCard(book, "input", "in", reading({ positions: reading().positions.slice(1) }))?.lag).toBeUndefined();
  });

  it("remembers when a topic was last seen to grow", () => {
    const book = bookOf([
      [0, topics([0, 0], 6)],
      [1000, topics([0, 0], 12)],
      [2000, topics([0, 0], 12)],
    ]);
    expect(topicCard(book, "output", "out", undefined)?.grewMs).toBe(1000);
    expect(topicCard(book, "input", "in", undefined)?.grewMs).toBeUndefined();
  });

  it("is undefined for a deleted topic", () => {
    expect(topicCard(bookOf([[0, topics([0, 0])]]), "gone", "in", undefined)).toBeUndefined();
  });
});
