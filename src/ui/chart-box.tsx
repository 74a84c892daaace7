import type { ReactNode } from "react";

import { useSize } from "./use-size.ts";

/** Measures the width for a chart and then draws it. Its height never changes. */
export function ChartBox({ heightPx, children }: { heightPx: number; children?: (widthPx: number) => ReactNode }): ReactNode {
  const { ref, size } = useSize();
  return (
    <div ref={ref} className="min-w-0" style={{ height: heightPx }}>
      {size !== undefined && size.width > 0 && children?.(size.width)}
    </div>
  );
}
