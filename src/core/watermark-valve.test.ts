import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { WatermarkStatus } from "./operator.ts";
import { RecordingOutput } from "./testing/recording-output.ts";
import { StatusWatermarkValve } from "./watermark-valve.ts";

/** Channel and what comes on it. */
type Input = readonly [channel: number, signal: number | WatermarkStatus];

function feed(numChannels: number, inputs: readonly Input[]): (number | WatermarkStatus)[] {
  const output = new RecordingOutput();
  const valve = new StatusWatermarkValve(numChannels, output);
  for (const [channel, signal] of inputs) {
    if (typeof signal === "number") valve.inputWatermark(signal, channel);
    else valve.inputWatermarkStatus(signal, channel);
  }
  return output.signals;
}

describe("StatusWatermarkValve", () => {
  it.each<[string, number, readonly Input[], readonly (number | WatermarkStatus)[]]>([
    [
      "passes one channel on",
      1,
      [
        [0, 10],
        [0, 20],
      ],
      [10, 20],
    ],
    [
      "ignores a watermark that goes back",
      1,
      [
        [0, 10],
        [0, 5],
        [0, 10],
      ],
      [10],
    ],
    [
      "waits for every channel",
      2,
      [
        [0, 10],
        [0, 20],
        [1, 5],
      ],
      [5],
    ],
    [
      "takes the minimum",
      3,
      [
        [0, 10],
        [1, 30],
        [2, 20],
        [0, 25],
      ],
      [10, 20],
    ],
    [
      "advances when the slowest goes idle",
      2,
      [
        [0, 10],
        [1, 5],
        [1, "idle"],
      ],
      [5, 10],
    ],
    [
      "leaves an idle channel out",
      2,
      [
        [1, "idle"],
        [0, 10],
        [0, 20],
      ],
      [10, 20],
    ],
    [
      "ignores watermarks of an idle channel",
      2,
      [
        [1, "idle"],
        [0, 10],
        [1, 50],
        [0, 20],
      ],
      [10, 20],
    ],
    [
      "flushes the maximum when all are idle, then says idle",
      2,
      [
        [0, 10],
        [1, 30],
        [0, "idle"],
        [1, "idle"],
      ],
      [10, 30, "idle"],
    ],
    [
      "flushes the same whichever goes idle last",
      2,
      [
        [0, 10],
        [1, 30],
        [1, "idle"],
        [0, "idle"],
      ],
      [10, 30, "idle"],
    ],
    [
      "says active with the first channel that is",
      2,
      [
        [0, "idle"],
        [1, "idle"],
        [1, "active"],
        [0, "active"],
      ],
      ["idle", "active"],
    ],
    [
      "counts a returning channel only when it has caught up",
      2,
      [
        [0, 10],
        [1, 10],
        [1, "idle"],
        [0, 50],
        [1, "active"],
        [0, 60],
        [1, 40],
        [0, 70],
        [1, 65],
        [1, 75],
        [0, 80],
      ],
      [10, 50, 60, 70, 75],
    ],
    [
      "counts a returning channel at once if it was ahead",
      2,
      [
        [0, 10],
        [1, 90],
        [1, "idle"],
        [0, 50],
        [1, "active"],
        [0, 95],
        [1, 93],
      ],
      [10, 50, 90, 93],
    ],
    [
      "flushes nothing before the first watermark",
      2,
      [
        [0, "idle"],
        [1, "idle"],
      ],
      ["idle"],
    ],
    [
      "passes the end of time on when all have it",
      2,
      [
        [0, Infinity],
        [1, 7],
        [1, Infinity],
      ],
      [7, Infinity],
    ],
    [
      "says nothing for a repeated status",
      1,
      [
        [0, "active"],
        [0, "idle"],
        [0, "idle"],
      ],
      ["idle"],
    ],
  ])("[WIN14] %s", (_name, numChannels, inputs, expected) => {
    expect(feed(numChannels, inputs)).toEqual(expected);
  });

  it("[WIN14] never moves its watermark back, nor beyond what a channel has reached", () => {
    const signal = fc.oneof(fc.integer({ min: 0, max: 50 }), fc.constantFrom<WatermarkStatus>("active", "idle"));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), fc.array(fc.tuple(fc.nat({ max: 3 }), signal), { maxLength: 60 }), (numChannels, raw) => {
        const inputs = raw.map(([channel, each]): Input => [channel % numChannels, each]);
        const watermarks = feed(numChannels, inputs).filter((each) => typeof each === "number");
        expect(watermarks).toEqual([...new Set(watermarks)].toSorted((a, b) => a - b));
        const reached = Math.max(-Infinity, ...inputs.flatMap(([, each]) => (typeof each === "number" ? [each] : [])));
        expect(watermarks.every((watermark) => watermark <= reached)).toBe(true);
      }),
    );
  });
});
