import { useEffect, useState } from "react";

/** How long a barrier takes over one edge: slowed so that it can be seen. */
export const EDGE_MS = 1_200;

/**
 * The checkpoint whose barrier is on its way through the graph, if one is. A checkpoint takes milliseconds and is drawn slowly, so that it can
 * be seen: those triggered meanwhile are left out, at most one is in flight.
 */
export function useBarrier(checkpointId: number | undefined, depth: number): number | undefined {
  // The checkpoint that was the latest when the page came is over.
  const [shown, setShown] = useState({ id: checkpointId, isMoving: false });
  if (!shown.isMoving && checkpointId !== shown.id && checkpointId !== undefined) {
    setShown({ id: checkpointId, isMoving: shown.id !== undefined });
  }
  useEffect(() => {
    if (!shown.isMoving) return;
    const timer = setTimeout(() => setShown(({ id }) => ({ id, isMoving: false })), EDGE_MS * Math.max(1, depth - 1));
    return () => clearTimeout(timer);
  }, [shown, depth]);
  return shown.isMoving ? shown.id : undefined;
}
