import { onSettingsChange, readSetting, removeSetting, writeSetting } from "../client/settings.ts";
import { REASON_KINDS, type ReasonKind } from "../domain/assessment.ts";

const KEY = "drey.alerts";

/** The reasons to notify about, in their order; none if notifications are off. */
export type AlertChoice = readonly ReasonKind[];

let stored: string | undefined;
let choice: AlertChoice = [];
const listeners = new Set<() => void>();

/** The stored choice. The same object until it changes. */
export function alertChoice(): AlertChoice {
  const text = readSetting(KEY);
  if (text !== stored) {
    stored = text;
    const kinds = new Set(text?.split(" "));
    choice = REASON_KINDS.filter((kind) => kinds.has(kind));
  }
  return choice;
}

/** Stores the choice. Returns whether the browser stored it, and so whether it applies. */
export function chooseAlerts(kinds: ReadonlySet<ReasonKind>): boolean {
  if (kinds.size === 0) removeSetting(KEY);
  const isStored = kinds.size === 0 || writeSetting(KEY, [...kinds].join(" "));
  for (const listener of listeners) listener();
  return isStored;
}

/** Calls the listener when this or another tab changes the choice. Returns the function that removes it. */
export function onAlertChoice(listener: () => void): () => void {
  listeners.add(listener);
  const stop = onSettingsChange(KEY, listener);
  return () => {
    listeners.delete(listener);
    stop();
  };
}
