import type { SlicePlatform } from "../base/in-slices.ts";

/** A long computation leaves time for a frame after each slice. */
const SLICE_MS = 8;

/** Slices of the page's own thread, for `inSlices`. */
export const PAGE_SLICES: SlicePlatform = { now: () => performance.now(), nextTask, sliceMs: SLICE_MS };

/** A message arrives in a task of its own, without the delay of nested timers. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener("message", () => {
      port1.close();
      resolve();
    });
    port1.start();
    port2.postMessage(undefined);
  });
}
