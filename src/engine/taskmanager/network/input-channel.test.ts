import { describe, expect, it } from "vitest";
import { EventStream } from "../../../core/testing/events.ts";
import { CREDITS_PER_CHANNEL } from "./flow-control.ts";
import { InputChannel } from "./input-channel.ts";

const BATCHES = 500;

describe("InputChannel", () => {
  // Batches arrive in bursts of every size that the credit allows.
  it.each([1, 2, 3, CREDITS_PER_CHANNEL])("[FC1] gives one credit back for each batch it takes, in bursts of %i", (burst) => {
    const channel = new InputChannel(0, true, { onElement: () => undefined, onChannelError: (error) => expect.fail(error.message) });
    let credit = CREDITS_PER_CHANNEL;
    channel.setRequest({ addCredit: (added) => (credit += added), close: () => undefined });
    const stream = new EventStream();
    let sequence = 0;
    while (sequence < BATCHES) {
      for (let sent = 0; sent < burst; sent++) {
        credit--;
        channel.deliver({ type: "batch", batch: stream.batch(["/help", sequence]) }, sequence++);
      }
      while (channel.hasElements) channel.take(1_000);
      expect(credit, `after ${sequence} batches`).toBe(CREDITS_PER_CHANNEL);
    }
  });

  it("[FC1] gives no credit back for an event", () => {
    const channel = new InputChannel(0, true, { onElement: () => undefined, onChannelError: (error) => expect.fail(error.message) });
    let credit = 0;
    channel.setRequest({ addCredit: (added) => (credit += added), close: () => undefined });
    channel.deliver({ type: "watermark", timestamp: 1 }, 0);
    channel.take(1_000);
    expect(credit).toBe(0);
  });
});
