// The table of user actions: a row per kind. A new row does not change what the other rows draw.

import { CANCEL, DISPOSE, DRAIN, MANUAL_CHECKPOINT, SAVEPOINT, STOP } from "./operate.ts";
import { START } from "./start.ts";
import type { UserAction } from "./user-action.ts";

/** See the top of the file. */
export const USER_ACTIONS: readonly UserAction[] = [SAVEPOINT, STOP, DRAIN, CANCEL, DISPOSE, MANUAL_CHECKPOINT, START];
