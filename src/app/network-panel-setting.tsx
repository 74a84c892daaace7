import { type ReactNode, useSyncExternalStore } from "react";

import type { NetworkPanelSwitch } from "../client/network-panel-switch.ts";
import { useBackend } from "../client/use-client.tsx";
import { Check } from "../ui/check.tsx";

/**
 * For the playground: whether its calls appear in the browser's network panel. Calls to other
 * backends always do.
 */
export function NetworkPanelSetting(): ReactNode {
  const { networkPanel } = useBackend();
  return networkPanel === undefined ? null : <Setting networkPanel={networkPanel} />;
}

function Setting({ networkPanel }: { networkPanel: NetworkPanelSwitch }): ReactNode {
  const { isOn, problem } = useSyncExternalStore(networkPanel.subscribe, networkPanel.state);
  return (
    <div className="p-3">
      <Check
        isOn={isOn}
        disabledReason={problem}
        label="Show requests in the browser's network panel"
        text={problem ?? "Sends the dashboard's REST calls to the playground as HTTP requests, for the browser's developer tools."}
        onToggle={networkPanel.set}
      />
    </div>
  );
}
