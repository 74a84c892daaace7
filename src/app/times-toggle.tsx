import { type ReactNode, useState } from "react";

import { visibleText } from "../base/visible-text.ts";
import { useConfig } from "../client/use-client.tsx";
import { TimesIcon } from "../ui/icons.tsx";
import { chooseZone, nextZoneChoice, readZoneChoice, type ZoneChoice } from "./chosen-zone.ts";
import { CycleToggle } from "./cycle-toggle.tsx";

const WORDS: Record<ZoneChoice, string> = { browser: "browser", cluster: "cluster", utc: "UTC" };

/** Cycles through the zones of the browser, of the cluster, and UTC, in which all times are shown. */
export function TimesToggle(): ReactNode {
  const config = useConfig();
  const [choice, setChoice] = useState<ZoneChoice>(readZoneChoice);
  const next = nextZoneChoice(choice);
  const zones: Record<ZoneChoice, string> = {
    browser: `the browser's zone (${new Intl.DateTimeFormat().resolvedOptions().timeZone})`,
    cluster: config === undefined ? "the cluster's zone" : `the cluster's zone (${visibleText(config["timezone-name"])})`,
    utc: "UTC",
  };
  return (
    <CycleToggle
      name="Times"
      value={WORDS[choice]}
      next={zones[next]}
      icon={<TimesIcon />}
      onPress={() => {
        setChoice(next);
        return chooseZone(next, config);
      }}
    />
  );
}
