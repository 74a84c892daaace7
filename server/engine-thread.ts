// Node's part of a host: the functions of its threads.
import { MessageChannel } from "node:worker_threads";
import { createEngineClock, nativeTime } from "../src/workers/engine-clock.ts";
import type { ThreadPlatform } from "../src/workers/port-host.ts";
import type { RawPort } from "../src/workers/raw-port.ts";

/** The two ends of a new channel. */
export function createChannel(): readonly [RawPort, RawPort] {
  const { port1, port2 } = new MessageChannel();
  // They have all of RawPort's methods. Node's types declare the events of `addEventListener`
  // without `data`.
  return [port1 as unknown as RawPort, port2 as unknown as RawPort];
}

/** The platform of a container that runs in a worker thread. */
export function createNodeThread(): ThreadPlatform {
  return {
    clock: createEngineClock(nativeTime),
    random: () => Math.random(),
    // Runs after the messages of this turn. Posting a message does not achieve this, because Node
    // handles up to a thousand messages of one port in a turn, including those that arrive during
    // it.
    defer: (callback) => void setImmediate(callback),
    createChannel,
  };
}
