// The browser's part of a host: what its threads offer. Shared by the containers and the supervisor.

import { nativeTime, createEngineClock } from "./engine-clock.ts";
import type { ThreadPlatform } from "./port-host.ts";
import type { RawPort } from "./raw-port.ts";

/** A new channel's two ends. */
export function createChannel(): readonly [RawPort, RawPort] {
  const { port1, port2 } = new MessageChannel();
  return [port1, port2];
}

/** The platform of a container that runs in a browser's worker. */
export function createBrowserThread(): ThreadPlatform {
  return {
    clock: createEngineClock(nativeTime),
    random: () => Math.random(),
    defer: createDefer(),
    createChannel,
  };
}

/**
 * Runs callbacks behind the messages that already wait, one for each turn of the event loop. By a message to ourselves: a timer of 0
 * costs 4 ms in a worker.
 */
function createDefer(): (callback: () => void) => void {
  const { port1, port2 } = new MessageChannel();
  let waiting: (() => void)[] = [];
  let next = 0;
  port2.addEventListener("message", () => {
    const callback = waiting[next++];
    if (next === waiting.length) {
      waiting = [];
      next = 0;
    }
    callback?.();
  });
  port2.start();
  return (callback) => {
    waiting.push(callback);
    port1.postMessage(undefined);
  };
}
