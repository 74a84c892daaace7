import { useEffect, useState } from "react";

/** How long a barrier takes over one edge: slowed down to be visible. */
export const EDGE_MS = 1_200;

/**
 * The checkpoint whose barrier is passing through the graph, if any. A checkpoint takes
 * milliseconds but is drawn slowly. Checkpoints triggered in between are skipped, so at most one
 * barrier is in flight.
 */
export function useBarrier(checkpointId: number | undefined, depth: number): number | undefined {
  // The checkpoint that was the latest when the page was opened is over.
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
