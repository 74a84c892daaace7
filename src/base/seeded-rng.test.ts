import { describe, expect, it } from "vitest";
import { SeededRng } from "./seeded-rng.ts";

function draw(rng: SeededRng, count: number): number[] {
  return Array.from({ length: count }, () => rng.next());
}

describe("SeededRng", () => {
  it("gives equal numbers for an equal seed and stream, and others for others", () => {
    expect(draw(new SeededRng(7), 50)).toEqual(draw(new SeededRng(7), 50));
    expect(draw(new SeededRng(7), 5)).not.toEqual(draw(new SeededRng(8), 5));
    expect(draw(new SeededRng(7, 1), 5)).not.toEqual(draw(new SeededRng(7, 2), 5));
    expect(draw(new SeededRng(7), 5)).not.toEqual(draw(new SeededRng(7 + 2 ** 32), 5));
  });

  it("fills its range evenly", () => {
    const rng = new SeededRng(1);
    const buckets = Array.from({ length: 10 }, () => 0);
    for (let n = 0; n < 100_000; n++) {
      const bucket = rng.below(10);
      buckets[bucket] = (buckets[bucket] ?? 0) + 1;
    }
    for (const count of buckets) expect(Math.abs(count - 10_000)).toBeLessThan(500);
  });

  it("keeps to the bounds it is given", () => {
    const rng = new SeededRng(3);
    for (let n = 0; n < 1_000; n++) {
      const value = rng.between(5, 6);
      expect(value >= 5 && value < 6).toBe(true);
    }
    expect(rng.chance(0)).toBe(false);
    expect(rng.chance(1)).toBe(true);
    expect(rng.pick([])).toBeUndefined();
    expect(["a", "b"]).toContain(rng.pick(["a", "b"]));
  });
});
