import { dateOf } from "./date-of.ts";
import { visibleText } from "./visible-text.ts";

/**
 * The zone in which the page writes times: that of the browser, or a fixed offset from UTC, ms, positive to the east. Of a cluster's
 * zone only the offset is known.
 */
export type ClockZone =
  | { readonly kind: "browser" }
  | { readonly kind: "utc" }
  | { readonly kind: "cluster"; readonly offsetMs: number; readonly name: string };

const listeners = new Set<() => void>();
let zone: ClockZone = { kind: "browser" };

/** The zone of all times on the screen, which has one owner as a locale has. */
export function clockZone(): ClockZone {
  return zone;
}

/** Changes it. The page has to be drawn again, see {@link onClockZone}. */
export function setClockZone(next: ClockZone): void {
  zone = next;
  for (const listener of listeners) listener();
}

/** Calls the listener after each change. Returns the function that removes it. */
export function onClockZone(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The offset of the zone from UTC at that time (ms since the epoch), ms: summer time changes the browser's. */
export function zoneOffsetMs(epochMs: number): number {
  if (zone.kind === "browser") return -new Date(epochMs).getTimezoneOffset() * 60_000;
  return zone.kind === "utc" ? 0 : zone.offsetMs;
}

/** A Date whose UTC parts are those of a clock in the zone at that time; undefined for what no Date can hold. */
export function zonedDate(epochMs: number): Date | undefined {
  return dateOf(epochMs) === undefined ? undefined : dateOf(epochMs + zoneOffsetMs(epochMs));
}

/** The zone's name: `Europe/Berlin`, `UTC`, `cluster: Coordinated Universal Time`. */
export function zoneName(): string {
  if (zone.kind === "browser") return new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return zone.kind === "utc" ? "UTC" : `cluster: ${visibleText(zone.name)}`;
}
