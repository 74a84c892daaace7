import { Fragment, type ReactNode, useLayoutEffect, useSyncExternalStore } from "react";

import { clockZone, onClockZone } from "../base/clock-zone.ts";
import { useConfig } from "../client/use-client.tsx";
import { applyZone, keyOfZone, readZoneChoice } from "./chosen-zone.ts";

/** Draws the page again when times are shown in another zone, and applies the cluster's zone once it has told it. */
export function ZonedPages({ children }: { children: ReactNode }): ReactNode {
  const config = useConfig();
  useLayoutEffect(() => applyZone(readZoneChoice(), config), [config]);
  return <Fragment key={keyOfZone(useSyncExternalStore(onClockZone, clockZone))}>{children}</Fragment>;
}
