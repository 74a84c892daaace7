import { DRAIN_BEFORE_WATERMARKS_ARE_ALIGNED_AGAIN } from "./drain-before-watermarks-are-aligned-again.ts";
import { DRAIN_JUST_AFTER_A_PAUSE } from "./drain-just-after-a-pause.ts";
import { DRAIN_JUST_BEFORE_SOURCES_ARE_IDLE } from "./drain-just-before-sources-are-idle.ts";
import { DRAIN_WHILE_ALL_SOURCES_ARE_IDLE } from "./drain-while-all-sources-are-idle.ts";
import { HEARTBEAT_ANSWERS_LOST_IN_A_KILL } from "./heartbeat-answers-lost-in-a-kill.ts";
import { MANY_RESTARTS_AFTER_A_START_FROM_A_DRAIN } from "./many-restarts-after-a-start-from-a-drain.ts";
import type { RecordedCase } from "./recorded-case.ts";
import { SOURCES_BECOME_ACTIVE_AGAIN } from "./sources-become-active-again.ts";

/**
 * All recorded cases. To keep a run, call `npm run simulate -- --seed N --print-schedule` (with its
 * `--variant`), put the output into a file here, give it a name and the reason, and list it.
 */
export const RECORDED_CASES: readonly RecordedCase[] = [
  DRAIN_WHILE_ALL_SOURCES_ARE_IDLE,
  DRAIN_JUST_BEFORE_SOURCES_ARE_IDLE,
  DRAIN_JUST_AFTER_A_PAUSE,
  DRAIN_BEFORE_WATERMARKS_ARE_ALIGNED_AGAIN,
  SOURCES_BECOME_ACTIVE_AGAIN,
  MANY_RESTARTS_AFTER_A_START_FROM_A_DRAIN,
  HEARTBEAT_ANSWERS_LOST_IN_A_KILL,
];
