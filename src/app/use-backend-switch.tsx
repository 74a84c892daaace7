import { createContext, type ReactNode, useContext, useSyncExternalStore } from "react";

import { ensureExists } from "../base/assert.ts";
import type { BackendSwitch, Selection } from "./backend-switch.ts";

const SwitchContext = createContext<BackendSwitch | undefined>(undefined);

/** Provides the backend switch to its children. */
export function BackendSwitchProvider({ value, children }: { value: BackendSwitch; children: ReactNode }): ReactNode {
  return <SwitchContext value={value}>{children}</SwitchContext>;
}

/** The switch between backends. */
export function useBackendSwitch(): BackendSwitch {
  return ensureExists(useContext(SwitchContext), "a BackendSwitchProvider above");
}

/** The state of the backend choice. */
export function useSelection(backendSwitch: BackendSwitch): Selection {
  return useSyncExternalStore(backendSwitch.subscribe, backendSwitch.selection);
}
