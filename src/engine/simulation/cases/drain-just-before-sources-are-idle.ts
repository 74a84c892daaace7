import { drainInPause } from "./drain-while-all-sources-are-idle.ts";
import type { RecordedCase } from "./recorded-case.ts";

/** The control of drain-while-all-sources-are-idle. */
export const DRAIN_JUST_BEFORE_SOURCES_ARE_IDLE: RecordedCase = {
  name: "drain-just-before-sources-are-idle",
  why: "A drain after 4 s without records must still close the windows, and the job started from it must count the rest apart.",
  seed: 1,
  schedule: drainInPause(24_000),
};
