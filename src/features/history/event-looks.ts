import type { HistoryEventKind } from "../../observe/recorder/history.ts";
import type { MarkShape } from "../../ui/mark-path.ts";

/** How the events of some kinds are drawn, and their word in the legend. */
export type EventLook = { readonly shape: MarkShape; readonly className: string; readonly word: string };

const STATE: EventLook = { shape: "square", className: "fill-series-6", word: "state" };
const FAILURE: EventLook = { shape: "cross", className: "fill-none stroke-st-failed stroke-2", word: "failure" };
const TROUBLE: EventLook = { shape: "diamond", className: "fill-none stroke-st-restarting stroke-2", word: "needs attention" };
const RESTORE: EventLook = { shape: "back", className: "fill-none stroke-exact-text stroke-[1.5]", word: "restart, restore" };
const SAVEPOINT: EventLook = { shape: "diamond", className: "fill-accent", word: "savepoint" };
const CHANGE: EventLook = { shape: "bar", className: "fill-st-restarting", word: "rescale, TaskManager" };
const ACTION: EventLook = { shape: "ring", className: "fill-none stroke-accent stroke-2", word: "action of this page" };
const CHECKPOINT: EventLook = { shape: "dot", className: "fill-series-1", word: "checkpoint" };

/** The mark of each kind of event. */
export const EVENT_LOOKS: Readonly<Record<HistoryEventKind, EventLook>> = {
  state: STATE,
  restart: RESTORE,
  checkpoint: CHECKPOINT,
  "checkpoint-failed": FAILURE,
  savepoint: SAVEPOINT,
  restore: RESTORE,
  rescale: CHANGE,
  exception: FAILURE,
  trouble: TROUBLE,
  taskmanager: CHANGE,
  action: ACTION,
};
/** The looks in the chart, in the order of the legend. Completed checkpoints have plots of their own. */
export const LOOKS: readonly EventLook[] = [STATE, FAILURE, TROUBLE, RESTORE, SAVEPOINT, CHANGE, ACTION];
