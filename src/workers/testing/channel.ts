// A channel without threads, for tests: messages are delivered when the test says so.

import type { RawPort } from "../raw-port.ts";

/** Two connected ends, and the pump between them. */
export interface TestChannel {
  readonly ends: readonly [RawPort, RawPort];
  /** Delivers all messages in transit, and those that they cause. */
  deliver(): void;
}

/** Creates one. Messages are structured clones, as on a real channel. */
export function createTestChannel(): TestChannel {
  const deliveries: (() => void)[] = [];
  const listeners: ((event: { readonly data: unknown }) => void)[][] = [[], []];
  const waiting: unknown[][] = [[], []];
  const started = [false, false];
  const closed = [false, false];

  function arrive(side: 0 | 1): void {
    if (!started[side] || closed[side]) return;
    for (const data of waiting[side]?.splice(0) ?? []) for (const listener of listeners[side] ?? []) listener({ data });
  }

  function end(side: 0 | 1): RawPort {
    const other = side === 0 ? 1 : 0;
    return {
      postMessage(message) {
        if (closed[side]) return;
        const data: unknown = structuredClone(message);
        deliveries.push(() => {
          waiting[other]?.push(data);
          arrive(other);
        });
      },
      addEventListener: (_type, listener) => void listeners[side]?.push(listener),
      start() {
        started[side] = true;
        deliveries.push(() => arrive(side));
      },
      close() {
        closed[side] = true;
      },
    };
  }

  return {
    ends: [end(0), end(1)],
    deliver() {
      for (let next = deliveries.shift(); next !== undefined; next = deliveries.shift()) next();
    },
  };
}
