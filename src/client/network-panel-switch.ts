// Whether the calls to the playground appear in the browser's network panel. See network-panel.ts.
import { readSetting, writeSetting } from "./settings.ts";
import type { NetworkPanel } from "./network-panel.ts";
import type { Transport } from "./transport.ts";

const SETTING = "drey.network-panel";
/** `?network` in the page's address also enables it. */
const PARAMETER = "network";

/**
 * The state of the switch. A problem is a sentence, and the calls then work as without the switch.
 */
export type NetworkPanelState = { readonly isOn: boolean; readonly problem?: string };

/** Changes the route of the calls while the cluster runs. */
export interface NetworkPanelSwitch {
  readonly state: () => NetworkPanelState;
  /** Calls the listener after each change. Returns the function that removes it. */
  readonly subscribe: (listener: () => void) => () => void;
  /** Also stores it for the next visit. */
  readonly set: (isOn: boolean) => void;
}

/** The environment of the switch. */
export interface NetworkPanelOptions {
  readonly start: (engine: Transport) => Promise<NetworkPanel>;
  /** Whether the browser allows service workers here: `isSecureContext`. */
  readonly isSecure: boolean;
  /** The page's address. */
  readonly pageUrl: string;
}

const NOT_SECURE: NetworkPanelState = {
  isOn: false,
  problem: "Not available: browsers allow the service worker it needs only on pages from HTTPS or localhost.",
};

/**
 * A transport to `engine` that uses HTTP while the switch is on. Requests made while it starts wait
 * for it.
 */
export function createNetworkPanelSwitch(
  engine: Transport,
  { start, isSecure, pageUrl }: NetworkPanelOptions,
): { readonly request: Transport; readonly networkPanel: NetworkPanelSwitch; readonly close: () => void } {
  const listeners = new Set<() => void>();
  let state: NetworkPanelState = isSecure ? { isOn: false } : NOT_SECURE;
  /** Undefined while it is off or failed to start. */
  let panel: Promise<NetworkPanel | undefined> = Promise.resolve(undefined);

  function change(next: NetworkPanelState): void {
    state = next;
    for (const listener of listeners) listener();
  }

  function switchOn(): void {
    change({ isOn: true });
    const starting = start(engine).catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      // If it was switched off before the start failed, nothing changed.
      if (panel === starting) change({ isOn: false, problem: `Not available: this page's service worker did not start. ${why}` });
      return undefined;
    });
    panel = starting;
  }

  function switchOff(): void {
    const former = panel;
    panel = Promise.resolve(undefined);
    void former.then((started) => started?.stop());
    change({ isOn: false });
  }

  if (isSecure && (new URL(pageUrl).searchParams.has(PARAMETER) || readSetting(SETTING) === "on")) switchOn();

  return {
    async request(request, progress) {
      const started = await panel;
      return (started?.request ?? engine)(request, progress);
    },
    networkPanel: {
      state: () => state,
      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      set(isOn) {
        if (!isSecure || isOn === state.isOn) return;
        writeSetting(SETTING, isOn ? "on" : "off");
        if (isOn) switchOn();
        else switchOff();
      },
    },
    close: () => {
      if (state.isOn) switchOff();
    },
  };
}
