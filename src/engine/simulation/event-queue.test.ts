import fc from "fast-check";
import { expect, it } from "vitest";
import { EventQueue, type QueuedEvent } from "./event-queue.ts";

it("gives back its events by time, those of one time as they came", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 5 })), (times) => {
      const queue = new EventQueue<QueuedEvent & { readonly name: number }>();
      for (const [name, atMs] of times.entries()) queue.push({ atMs, order: 0, name });
      const popped: (readonly [number, number])[] = [];
      for (let event = queue.pop(); event !== undefined; event = queue.pop()) popped.push([event.atMs, event.name]);
      const expected = times.map((atMs, name) => [atMs, name] as const).toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
      expect(popped).toEqual(expected);
    }),
  );
});
