import { type ClockZone, clockZone, setClockZone } from "../base/clock-zone.ts";
import { readSetting, writeSetting } from "../client/settings.ts";
import type { Config } from "../rest/config.ts";

/** Whose clock the page shows times by. */
export type ZoneChoice = ClockZone["kind"];

const CHOICES: readonly ZoneChoice[] = ["browser", "cluster", "utc"];
const KEY = "drey.times";

/** The stored choice; the browser's zone if none is stored or storage is unavailable. */
export function readZoneChoice(): ZoneChoice {
  const stored = readSetting(KEY);
  return CHOICES.find((choice) => choice === stored) ?? "browser";
}

/** The choice after `choice` in the order of the toggle. */
export function nextZoneChoice(choice: ZoneChoice): ZoneChoice {
  return CHOICES[(CHOICES.indexOf(choice) + 1) % CHOICES.length] ?? "browser";
}

/** Applies the choice, see {@link applyZone}, and stores it. Returns whether the browser stored it. */
export function chooseZone(choice: ZoneChoice, config: ZoneOfConfig | undefined): boolean {
  applyZone(choice, config);
  return writeSetting(KEY, choice);
}

/** The part of `GET /config` about the cluster's zone. */
type ZoneOfConfig = Pick<Config, "timezone-name" | "timezone-offset">;

/** Shows all times in the chosen zone. As long as the cluster's is unknown, times are those of the browser. */
export function applyZone(choice: ZoneChoice, config: ZoneOfConfig | undefined): void {
  const next = zoneOf(choice, config);
  if (keyOfZone(next) !== keyOfZone(clockZone())) setClockZone(next);
}

function zoneOf(choice: ZoneChoice, config: ZoneOfConfig | undefined): ClockZone {
  if (choice !== "cluster") return { kind: choice };
  if (config === undefined || Number.isNaN(config["timezone-offset"])) return { kind: "browser" };
  return { kind: "cluster", offsetMs: config["timezone-offset"], name: config["timezone-name"] };
}

/** The same for equal zones. */
export function keyOfZone(zone: ClockZone): string {
  return JSON.stringify(zone);
}
