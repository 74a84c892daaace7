import { CANCEL, CANCEL_WITH_SAVEPOINT, DISPOSE, DRAIN, MANUAL_CHECKPOINT, OPERATE_WHILE_IDLE, SAVEPOINT, STOP } from "./operate.ts";
import { START, START_UNUSUAL } from "./start.ts";
import { START_AND_CANCEL, START_WITHOUT_CHECKPOINTS } from "./unusual-starts.ts";
import type { UserAction } from "./user-action.ts";

/**
 * The table of user actions: a row per kind. A new row does not change what the other rows draw.
 */
export const USER_ACTIONS: readonly UserAction[] = [
  SAVEPOINT,
  STOP,
  DRAIN,
  CANCEL,
  CANCEL_WITH_SAVEPOINT,
  DISPOSE,
  MANUAL_CHECKPOINT,
  OPERATE_WHILE_IDLE,
  START,
  START_UNUSUAL,
];

/** The rows for runs in which the topic is small and jobs need not count right. */
export const RETENTION_ACTIONS: readonly UserAction[] = [...USER_ACTIONS, START_WITHOUT_CHECKPOINTS, START_AND_CANCEL];
