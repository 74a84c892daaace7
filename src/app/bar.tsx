import type { ReactNode, Ref } from "react";

import { BackendPicker } from "./backend-picker.tsx";
import { Liveness } from "./liveness.tsx";

/** Above every page: which backend, how current, and what the page puts into its slot. */
export function Bar({ slotRef }: { slotRef: Ref<HTMLDivElement> }): ReactNode {
  return (
    <header className="bar">
      <BackendPicker />
      <Liveness />
      <span className="rule" />
      <div ref={slotRef} className="subject" />
    </header>
  );
}
