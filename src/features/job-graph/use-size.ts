import { type RefCallback, useCallback, useState } from "react";

import type { CanvasSize } from "./viewport.ts";

/** The current size of an element; undefined before the first measurement. */
export function useSize(): { ref: RefCallback<HTMLElement>; size: CanvasSize | undefined } {
  const [size, setSize] = useState<CanvasSize | undefined>(undefined);
  const ref = useCallback((element: HTMLElement | null) => {
    if (element === null) return;
    const measure = (): void => {
      const { clientWidth: width, clientHeight: height } = element;
      setSize((last) => (last?.width === width && last.height === height ? last : { width, height }));
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, []);
  return { ref, size };
}
