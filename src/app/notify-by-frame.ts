// Batches query notifications into one render per frame. Replies arrive one by one, and rendering
// each of them separately drops frames on a busy machine.

/**
 * Runs callbacks together before the next frame, or soon if the tab is hidden and has no frames.
 * Callbacks that wait for a frame when the tab becomes hidden wait until it is visible again, and
 * so do later ones. For TanStack's notify manager.
 */
export function createFrameScheduler(): (callback: () => void) => void {
  let waiting: (() => void)[] = [];
  const runAll = () => {
    const due = waiting;
    waiting = [];
    for (const callback of due) callback();
  };
  return (callback) => {
    waiting.push(callback);
    if (waiting.length > 1) return;
    if (document.hidden) setTimeout(runAll, 0);
    else requestAnimationFrame(runAll);
  };
}
