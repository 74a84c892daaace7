import { drainInPause } from "./drain-while-all-sources-are-idle.ts";
import type { RecordedCase } from "./recorded-case.ts";

/** The sources became idle at the end of the pause, and have had no records since. */
export const DRAIN_JUST_AFTER_A_PAUSE: RecordedCase = {
  name: "drain-just-after-a-pause",
  why: "The judge must not expect that sources are active as soon as the generator resumes: the drain leaves the windows open.",
  seed: 1,
  schedule: drainInPause(26_299, 6_300),
};
