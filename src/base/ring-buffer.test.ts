import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RingBuffer } from "./ring-buffer.ts";

describe("RingBuffer", () => {
  it("drops and returns the oldest item when it is full", () => {
    const buffer = new RingBuffer<number>(2);
    expect(buffer.push(1)).toBeUndefined();
    expect(buffer.push(2)).toBeUndefined();
    expect(buffer.push(3)).toBe(1);
    expect(buffer.toArray()).toEqual([2, 3]);
  });

  it("counts from either end", () => {
    const buffer = new RingBuffer<string>(3);
    for (const item of ["a", "b", "c", "d"]) buffer.push(item);
    expect(buffer.at(0)).toBe("b");
    expect(buffer.at(-1)).toBe("d");
    expect(buffer.at(3)).toBeUndefined();
    expect(buffer.at(-4)).toBeUndefined();
  });

  it("is empty after clear and fills in order again", () => {
    const buffer = new RingBuffer<number>(2);
    for (const item of [1, 2, 3]) buffer.push(item);
    buffer.clear();
    expect(buffer.length).toBe(0);
    expect(buffer.at(0)).toBeUndefined();
    buffer.push(4);
    expect([...buffer]).toEqual([4]);
  });

  it("keeps nothing with a capacity of 0", () => {
    const buffer = new RingBuffer<number>(0);
    expect(buffer.push(1)).toBe(1);
    expect(buffer.toArray()).toEqual([]);
    expect(buffer.at(-1)).toBeUndefined();
  });

  it("refuses a capacity that is not a whole number from 0 on", () => {
    expect(() => new RingBuffer(-1)).toThrow("capacity");
    expect(() => new RingBuffer(1.5)).toThrow("capacity");
  });

  it("always equals the tail of what was pushed", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.array(fc.integer()), (capacity, items) => {
        const buffer = new RingBuffer<number>(capacity);
        for (const item of items) buffer.push(item);
        const tail = items.slice(-capacity);
        expect(buffer.toArray()).toEqual(tail);
        expect(tail.map((_, index) => buffer.at(index))).toEqual(tail);
      }),
    );
  });
});
