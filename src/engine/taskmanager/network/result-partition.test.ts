import { describe, expect, it } from "vitest";
import { EventStream } from "../../../core/testing/events.ts";
import type { StreamElement } from "../../protocol/taskmanager-taskmanager.ts";
import { CREDITS_PER_CHANNEL } from "./flow-control.ts";
import { ResultPartition } from "./result-partition.ts";
import { FakeNetwork } from "../testing/fake-network.ts";

const BUFFER_TIMEOUT_MS = 100;

/** A partition with two consumers behind a keyBy, and the number of records that each consumer has received. */
function setUp() {
  const network = new FakeNetwork();
  const partition = new ResultPartition({
    host: network.start("taskmanager-1"),
    descriptor: {
      index: 0,
      consumerVertexId: "counter",
      shipStrategy: "HASH",
      consumerMaxParallelism: 128,
      consumerGateIndex: 0,
      consumers: [0, 1].map((subtaskIndex) => ({
        attemptId: `counter_${subtaskIndex}`,
        subtaskIndex,
        container: "taskmanager-2",
        taskManagerId: "tm",
        dataPort: 6121,
      })),
    },
    bufferTimeoutMs: BUFFER_TIMEOUT_MS,
    counters: { numBytesOut: 0, numBuffersOut: 0 },
    onDelivered: () => undefined,
  });
  const received = [0, 0];
  for (const [channel, subpartition] of partition.subpartitions.entries()) {
    const deliver = (element: StreamElement) => {
      if (element.type === "batch") received[channel] = (received[channel] ?? 0) + element.batch.length;
    };
    subpartition.attach({ deliver, released: () => undefined }, CREDITS_PER_CHANNEL);
  }
  return { network, partition, received };
}

describe("ResultPartition", () => {
  it("[FC3] sends the rows of every consumer once the buffer timeout has passed, and not before", async () => {
    const { network, partition, received } = setUp();
    const stream = new EventStream();
    // "/index" belongs to the first consumer, "/help" to the second.
    partition.emitBatch(stream.batch(["/index", 0], ["/help", 1], ["/help", 2]));
    await network.advance(BUFFER_TIMEOUT_MS - 1);
    expect(received).toEqual([0, 0]);
    await network.advance(1);
    expect(received).toEqual([1, 2]);

    // The timeout starts again with the next row, whichever consumer it is for.
    partition.emitBatch(stream.batch(["/help", 3]));
    await network.advance(BUFFER_TIMEOUT_MS - 1);
    expect(received).toEqual([1, 2]);
    await network.advance(1);
    expect(received).toEqual([1, 3]);
  });
});
