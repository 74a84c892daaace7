import { describe, expect, it } from "vitest";
import { EventStream } from "../../../core/testing/events.ts";
import type { ChannelId } from "../../protocol/taskmanager-taskmanager.ts";
import { CREDITS_PER_CHANNEL, INITIAL_BATCH_RECORDS, MAX_QUEUED_BATCHES } from "./flow-control.ts";
import { InputGate } from "./input-gate.ts";
import { PartitionManager } from "./partition-manager.ts";
import { ResultPartition } from "./result-partition.ts";
import { FakeNetwork } from "../testing/fake-network.ts";

const CHANNEL: ChannelId = { producer: "producer", partitionIndex: 0, consumer: "consumer" };

function setUp() {
  const host = new FakeNetwork().start("taskmanager-1");
  const partition = new ResultPartition({
    host,
    descriptor: {
      index: 0,
      consumerVertexId: "counter",
      shipStrategy: "HASH",
      consumerMaxParallelism: 128,
      consumerGateIndex: 0,
      consumers: [{ attemptId: "consumer", subtaskIndex: 0, container: "taskmanager-1", taskManagerId: "tm", dataPort: 6121 }],
    },
    bufferTimeoutMs: 100,
    counters: { numBytesOut: 0, numBuffersOut: 0 },
    onDelivered: () => undefined,
  });
  const gate = new InputGate({
    clock: host.clock,
    channels: [{ isLocal: true }],
    counters: { numBytesInLocal: 0, numBytesInRemote: 0, numBuffersInLocal: 0, numBuffersInRemote: 0 },
    onAvailable: () => undefined,
    onError: (error) => {
      throw error;
    },
  });
  const [channel] = gate.channels;
  if (channel === undefined) throw new Error("the gate has one channel");
  const stream = new EventStream();
  const emitFullBatch = () =>
    partition.emitBatch(stream.batch(...Array.from({ length: INITIAL_BATCH_RECORDS }, (_, row) => ["/help", row] as const)));
  return { partitions: new PartitionManager(), partition, gate, channel, emitFullBatch };
}

describe("channels within one TaskManager", () => {
  it("[FC7] respect credits and the bound of the queue", () => {
    const { partitions, partition, gate, channel, emitFullBatch } = setUp();
    partitions.register("producer", [partition]);
    channel.setRequest(partitions.request(CHANNEL, CREDITS_PER_CHANNEL, channel));
    for (let batch = 0; batch < CREDITS_PER_CHANNEL + MAX_QUEUED_BATCHES; batch++) {
      expect(partition.availableRecords).toBeGreaterThan(0);
      emitFullBatch();
    }
    expect(gate.queuedBatches).toBe(CREDITS_PER_CHANNEL);
    expect(partition.availableRecords).toBe(0);
    // Credit goes back in portions.
    gate.poll();
    expect(partition.availableRecords).toBe(0);
    gate.poll();
    expect(partition.availableRecords).toBeGreaterThan(0);
    expect(gate.queuedBatches).toBe(CREDITS_PER_CHANNEL);
  });

  it("[FC8] keep a request that came before its producer began", () => {
    const { partitions, partition, gate, channel, emitFullBatch } = setUp();
    channel.setRequest(partitions.request(CHANNEL, CREDITS_PER_CHANNEL, channel));
    partitions.register("producer", [partition]);
    emitFullBatch();
    expect(gate.queuedBatches).toBe(1);
  });

  it("[FC8] are told that their producer has ended, before or after the request", () => {
    const released: string[] = [];
    const view = (name: string) => ({ deliver: () => undefined, released: () => released.push(name) });
    const { partitions, partition } = setUp();
    partitions.register("producer", [partition]);
    partitions.request(CHANNEL, 1, view("early"));
    partition.release();
    partitions.unregister("producer");
    partitions.request(CHANNEL, 1, view("late"));
    expect(released).toEqual(["early", "late"]);
  });

  it("forget a request that was closed before its producer began", () => {
    const { partitions, partition, gate, channel, emitFullBatch } = setUp();
    partitions.request(CHANNEL, CREDITS_PER_CHANNEL, channel).close();
    partitions.register("producer", [partition]);
    emitFullBatch();
    expect(gate.queuedBatches).toBe(0);
  });
});
