import { drainInPause } from "./drain-while-all-sources-are-idle.ts";
import type { RecordedCase } from "./recorded-case.ts";

/** 0.7 s after the end of the pause the window operators do not wait for one of the sources yet. Flink: StatusWatermarkValve. */
export const DRAIN_BEFORE_WATERMARKS_ARE_ALIGNED_AGAIN: RecordedCase = {
  name: "drain-before-watermarks-are-aligned-again",
  why: "The judge must know that a drain after a pause can drop the last records of a source as late.",
  seed: 3,
  schedule: drainInPause(28_700, 8_000),
};
