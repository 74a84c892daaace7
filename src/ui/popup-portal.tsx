import { PortalContext } from "@ariakit/react/portal";
import { type ReactNode, useContext } from "react";

import { PopupContainer } from "./popup-container.ts";

/** Around a popup of Ariakit. Its code loads with the popup, which a dialog need not wait for. */
export function PopupPortal({ children }: { children: ReactNode }): ReactNode {
  return <PortalContext value={useContext(PopupContainer)}>{children}</PortalContext>;
}
