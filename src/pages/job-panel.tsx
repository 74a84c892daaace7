import type { ReactNode } from "react";

import { tabId } from "../ui/tabs.tsx";
import { PANEL_ID } from "./job-data.ts";
import type { JobTab } from "./job-location.ts";

/** What the selected tab shows. */
export function JobPanel({ tab, isStale, children }: { tab: JobTab; isStale: boolean; children: ReactNode }): ReactNode {
  return (
    <div id={PANEL_ID} role="tabpanel" aria-labelledby={tabId(PANEL_ID, tab)} className={isStale ? "panel greyed" : "panel"}>
      {children}
    </div>
  );
}
