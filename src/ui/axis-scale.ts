/** An axis from `floor`, 0 by default, to `ceiling`, with its labelled values. */
export type AxisScale = { readonly floor?: number; readonly ceiling: number; readonly ticks: readonly number[] };

/** 0, the middle and the upper end. */
function halved(ceiling: number): AxisScale {
  return { ceiling, ticks: [0, ceiling / 2, ceiling] };
}

/** An axis for whole numbers (tasks, slots) up to `highest`. Only whole numbers are labelled. */
export function countScale(highest: number): AxisScale {
  if (highest <= 1) return { ceiling: 1, ticks: [0, 1] };
  for (let power = 1; ; power *= 10) {
    const step = [2, 4, 6, 8, 10].find((one) => one * power >= highest);
    if (step !== undefined) return halved(step * power);
  }
}

/** An axis for rates up to `highest`, with space above it: 1, 2, 4 or 8 times a power of ten. */
export function rateScale(highest: number): AxisScale {
  if (!(highest > 0)) return halved(1);
  const power = 10 ** Math.floor(Math.log10(highest));
  return halved(([1, 2, 4, 8, 10].find((step) => step * power >= highest * 1.02) ?? 20) * power);
}

/**
 * An axis for any values between `lowest` and `highest`. It starts at 0, unless values are negative,
 * or too close together to be told apart then.
 */
export function rangeScale(lowest: number, highest: number): AxisScale {
  const span = highest - lowest;
  if (lowest >= 0 && (span === 0 || span >= highest / 20)) return rateScale(highest);
  const power = 10 ** Math.floor(Math.log10(span > 0 ? span / 2 : Math.max(1, Math.abs(highest))));
  for (let grow = power; ; grow *= 10) {
    for (const factor of [1, 2, 5]) {
      const step = factor * grow;
      const floor = Math.floor(lowest / step) * step;
      const ceiling = floor + 2 * step;
      if (ceiling >= highest) return { floor, ceiling, ticks: [floor, floor + step, ceiling] };
    }
  }
}

/** An axis for bytes up to `highest`. It ends at a power of two, so half of it is round too. */
export function byteScale(highest: number): AxisScale {
  let ceiling = 1024;
  while (ceiling < highest) ceiling *= 2;
  return halved(ceiling);
}

const DAY_MS = 86_400_000;
/** Round times whose half is a round time too. */
const ROUND_MS = [
  10,
  20,
  40,
  100,
  200,
  400,
  1000,
  2000,
  4000,
  10_000,
  20_000,
  40_000,
  60_000,
  120_000,
  240_000,
  600_000,
  1_200_000,
  3_600_000,
  7_200_000,
  14_400_000,
  43_200_000,
  DAY_MS,
] as const;

/** An axis for durations up to `highestMs`, ms. */
export function durationScale(highestMs: number): AxisScale {
  const round = ROUND_MS.find((ms) => ms >= highestMs);
  if (round !== undefined) return halved(round);
  let days = 2;
  while (days * DAY_MS < highestMs) days *= 2;
  return halved(days * DAY_MS);
}
