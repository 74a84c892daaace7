// When the screen learns what came: once a frame. Replies come in one by one, each would be a rendering of its own, and on a busy machine the
// renderings of one second are what frames are lost to.

/**
 * Runs callbacks together before the next frame; soon, where there are no frames because the tab is hidden. What waits for a frame when the tab becomes
 * hidden waits until it is seen again, as do those that come meanwhile. For TanStack's notify manager.
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
