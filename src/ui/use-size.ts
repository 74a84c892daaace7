import { type RefCallback, useCallback, useState } from "react";

/** The current size of an element in px; undefined before the first measurement. */
export function useSize(): { ref: RefCallback<HTMLElement>; size: { width: number; height: number } | undefined } {
  const [size, setSize] = useState<{ width: number; height: number } | undefined>(undefined);
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
