import { dateOf } from "../../base/date-of.ts";
import type { Config } from "../../rest/config.ts";

/** A time zone to show times in: an IANA name, or the cluster's, of which only the offset is known. */
export type TimeZone = { readonly id: string; readonly label: string; readonly offsetMs?: number };

const CLUSTER = "cluster";

/** The browser's zone, UTC, the cluster's zone if known, and every zone that the browser knows. */
export function timeZones(config: Pick<Config, "timezone-name" | "timezone-offset"> | undefined): readonly TimeZone[] {
  const own = browserZone();
  const offsetMs = config?.["timezone-offset"] ?? Number.NaN;
  return [
    { id: own, label: `${own} (browser)` },
    ...(own === "UTC" ? [] : [{ id: "UTC", label: "UTC" }]),
    ...(Number.isNaN(offsetMs) ? [] : [{ id: CLUSTER, label: `${config?.["timezone-name"] ?? ""} (cluster)`, offsetMs }]),
    ...Intl.supportedValuesOf("timeZone")
      .filter((id) => id !== own && id !== "UTC")
      .map((id) => ({ id, label: id })),
  ];
}

/** The IANA name of the browser's time zone. */
export function browserZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/**
 * Formats times, epoch ms, in a zone, with its abbreviation at that time: `20 Nov 2026 22:14:30.123
 * GMT+1`. A number that is not a date is shown unchanged.
 */
export function zoneFormat({ id, offsetMs }: TimeZone): (atMs: number) => string {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone: offsetMs === undefined ? id : "UTC",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    fractionalSecondDigits: 3,
    ...(offsetMs === undefined ? { timeZoneName: "short" } : {}),
  });
  return (atMs) => {
    const at = dateOf(atMs + (offsetMs ?? 0));
    if (at === undefined) return String(atMs);
    const text = format.format(at).replace(",", "");
    return offsetMs === undefined ? text : `${text} ${offsetText(offsetMs)}`;
  };
}

/** `UTC+05:30`. */
function offsetText(offsetMs: number): string {
  const minutes = Math.round(Math.abs(offsetMs) / 60_000);
  const two = (value: number): string => String(value).padStart(2, "0");
  return `UTC${offsetMs < 0 ? "−" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
