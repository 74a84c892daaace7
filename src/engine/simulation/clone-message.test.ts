import { describe, expect, it } from "vitest";
import { cloneMessage } from "./clone-message.ts";

describe("cloneMessage", () => {
  it("copies plain data of every kind that the protocols use", () => {
    const message = { a: [1, "x", undefined, null, Number.NEGATIVE_INFINITY], b: { c: true }, d: new Float64Array([1.5]) };
    const copy = cloneMessage(message);
    expect(copy).toEqual(message);
    expect(copy.b).not.toBe(message.b);
    message.d[0] = 9;
    expect(copy.d[0]).toBe(1.5);
  });

  it("keeps a view's place in its buffer", () => {
    const whole = new Uint32Array([1, 2, 3, 4]);
    const copy = cloneMessage({ part: whole.subarray(1, 3) });
    expect([...copy.part]).toEqual([2, 3]);
  });

  it("detaches what is transferred", () => {
    const sent = new Uint16Array([7]);
    const copy = cloneMessage({ sent }, [sent.buffer]);
    expect([...copy.sent]).toEqual([7]);
    expect(sent.buffer.detached).toBe(true);
    expect(() => cloneMessage({ sent })).toThrow("detached");
    expect(() => cloneMessage({}, [sent.buffer])).toThrow("already detached");
  });

  it("refuses what would not arrive as it was", () => {
    expect(() => cloneMessage({ call: () => undefined })).toThrow("function");
    expect(() => cloneMessage({ at: new (class Moment {})() })).toThrow("Moment");
  });
});
