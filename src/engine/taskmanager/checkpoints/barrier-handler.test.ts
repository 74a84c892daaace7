import { describe, expect, it } from "vitest";
import { BarrierHandler } from "./barrier-handler.ts";

/** Records what the handler does to its input and says, in order. */
function handlerOver(numChannels: number) {
  const log: string[] = [];
  const input = {
    bytesTaken: 0,
    block: (channel: number) => log.push(`block ${channel}`),
    resumeAll: () => log.push("resume"),
  };
  const clock = { nowMs: 1_000, now: () => clock.nowMs, monotonicMs: () => clock.nowMs };
  const handler = new BarrierHandler({
    clock,
    input,
    numChannels,
    onAligned: (barrier, metrics) => log.push(`aligned ${barrier.checkpointId} ${JSON.stringify(metrics)}`),
    onAborted: (checkpointId, reason) => log.push(`aborted ${checkpointId}: ${reason}`),
  });
  return { handler, log, input, clock };
}

const barrier = (checkpointId: number, triggerTimestamp = 0) =>
  ({ checkpointId, triggerTimestamp, snapshotType: "checkpoint", directory: "/d" }) as const;

const NEWER = "Checkpoint was canceled because a barrier from newer checkpoint was received.";

describe("aligned barriers", () => {
  it("[CP2] blocks a channel that has delivered until all have", () => {
    const { handler, log } = handlerOver(3);
    handler.onBarrier(1, barrier(1));
    handler.onBarrier(0, barrier(1));
    expect(log).toEqual(["block 1", "block 0"]);
    handler.onBarrier(2, barrier(1));
    expect(log.slice(2)).toEqual(["block 2", "resume", expect.stringMatching(/^aligned 1 /)]);
  });

  it("[CP2] measures the duration of the alignment, the bytes processed during it, and the start delay", () => {
    const { handler, log, input, clock } = handlerOver(2);
    handler.onBarrier(0, barrier(1, 940));
    clock.nowMs += 25;
    input.bytesTaken += 300;
    handler.onBarrier(1, barrier(1, 940));
    expect(log.at(-1)).toBe('aligned 1 {"alignmentDurationMs":25,"startDelayMs":60,"bytesProcessedDuringAlignment":300}');
  });

  it("[CP2] needs no alignment with a single channel", () => {
    const { handler, log } = handlerOver(1);
    handler.onBarrier(0, barrier(1));
    expect(log.at(-1)).toMatch(/^aligned 1 \{"alignmentDurationMs":0/);
  });

  it("[CP3] aborts an older checkpoint for a newer one and ignores its late barriers", () => {
    const { handler, log } = handlerOver(2);
    handler.onBarrier(0, barrier(1));
    handler.onBarrier(1, barrier(2));
    expect(log).toEqual(["block 0", "resume", `aborted 1: ${NEWER}`, "block 1"]);
    handler.onBarrier(0, barrier(1));
    expect(log).toHaveLength(4);
    handler.onBarrier(0, barrier(2));
    expect(log.at(-1)).toMatch(/^aligned 2 /);
  });

  it("[CP4] ends the alignment when upstream cancels it, once", () => {
    const { handler, log } = handlerOver(2);
    handler.onBarrier(0, barrier(1));
    handler.onCancelBarrier(1);
    handler.onCancelBarrier(1);
    expect(log).toEqual(["block 0", "resume", "aborted 1: Task received cancellation from one of its inputs"]);
    handler.onBarrier(1, barrier(1));
    expect(log).toHaveLength(3);
  });

  it("[CP4] passes on a cancellation that comes before any barrier", () => {
    const { handler, log } = handlerOver(2);
    handler.onCancelBarrier(3);
    handler.onBarrier(0, barrier(3));
    expect(log).toEqual(["resume", "aborted 3: Task received cancellation from one of its inputs"]);
  });

  it("[CP3] aborts both when a newer checkpoint is canceled during the alignment of an older one", () => {
    const { handler, log } = handlerOver(2);
    handler.onBarrier(0, barrier(1));
    handler.onCancelBarrier(2);
    expect(log.filter((line) => line.startsWith("aborted"))).toEqual([
      `aborted 1: ${NEWER}`,
      "aborted 2: Task received cancellation from one of its inputs",
    ]);
  });

  it("[CP10] unblocks all channels of a checkpoint that the coordinator has aborted", () => {
    const { handler, log } = handlerOver(2);
    handler.onBarrier(0, barrier(1));
    expect(handler.onCheckpointAborted(1)).toBe(true);
    expect(handler.onCheckpointAborted(1)).toBe(false);
    handler.onBarrier(1, barrier(1));
    expect(log).toEqual(["block 0", "resume"]);
  });

  it("[CP15] does not wait for a channel that has ended, before or during the alignment", () => {
    const { handler, log } = handlerOver(3);
    handler.onEndOfData(0);
    handler.onBarrier(1, barrier(1));
    expect(log).toEqual(["block 1"]);
    handler.onEndOfData(2);
    expect(log.at(-1)).toMatch(/^aligned 1 /);
  });
});
