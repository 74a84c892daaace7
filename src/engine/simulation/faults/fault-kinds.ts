import type { FaultKind } from "./fault-kind.ts";
import { KILL, KILL_ALL, KILL_DURING_FIRST_DEPLOYMENT } from "./kill.ts";
import { CHANGE_OF_RATE, SCALE, THROW } from "./operations.ts";
import { PAUSE } from "./pause.ts";
import { HANG, LONG_WORK, LONG_WORK_OF_JOBMANAGER, STALL, STALL_LINK } from "./stall.ts";
import { SLOW_ACTOR, SLOW_MESSAGES, SLOW_STORAGE, STORAGE_ERRORS } from "./conditions.ts";

/** The table of faults: a row per kind. A new row does not change what the other rows draw. */
export const FAULT_KINDS: readonly FaultKind[] = [
  KILL_DURING_FIRST_DEPLOYMENT,
  KILL,
  KILL_ALL,
  SCALE,
  THROW,
  STALL,
  STALL_LINK,
  HANG,
  LONG_WORK,
  LONG_WORK_OF_JOBMANAGER,
  SLOW_ACTOR,
  SLOW_MESSAGES,
  STORAGE_ERRORS,
  SLOW_STORAGE,
  CHANGE_OF_RATE,
  PAUSE,
];
