import { lazy, type ReactNode, type Ref, Suspense } from "react";

import { BackendPicker } from "./backend-picker.tsx";
import { FailureCounter } from "./failure-counter.tsx";
import { Liveness } from "./liveness.tsx";

// The first drawing does not wait for it.
const PaletteButton = lazy(async () => ({ default: (await import("./palette-button.tsx")).PaletteButton }));

/** The bar above every page: backend, freshness, and the page's own content. */
export function Bar({ slotRef }: { slotRef: Ref<HTMLDivElement> }): ReactNode {
  return (
    <header className="flex min-w-0 items-center gap-3 border-b border-line bg-surface pr-4 pl-3 whitespace-nowrap max-[1000px]:flex-wrap max-[1000px]:gap-x-2 max-[1000px]:gap-y-0.5 max-[1000px]:pb-2 max-phone:row-1 max-phone:px-2">
      <BackendPicker />
      <Liveness />
      <FailureCounter />
      <span className="-mx-1.5 size-7.5">
        <Suspense fallback={null}>
          <PaletteButton />
        </Suspense>
      </span>
      <span className="mx-1 h-6 w-px bg-line max-[1000px]:hidden" />
      <div
        ref={slotRef}
        className="grid min-w-0 flex-1 grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 gap-y-0.75 py-1.25 max-[1000px]:contents max-[1000px]:*:order-2"
      />
    </header>
  );
}
