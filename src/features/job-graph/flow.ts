// How a rate looks on an edge.

/** Still where nothing is known or nothing flows. */
export type Flow = {
  /** Dots side by side, a few, or none. */
  density: "none" | "few" | "many";
  /** Times the speed at 400 records/s. */
  speed: number;
  /** Beyond the fastest, the tube darkens. */
  isDense: boolean;
};

/** At this rate a dot takes `--t-flow` over its edge. */
const REFERENCE_PER_SECOND = 400;
const FASTEST = 4;
/** Below it dots are few: a dot stands for a record or so. */
const FEW_BELOW_PER_SECOND = 20;

/** Speed follows the logarithm of the rate, twice as fast for every ten times as many, in steps of a half: a running animation jumps when its speed changes. */
export function flowOf(perSecond: number | undefined): Flow {
  if (perSecond === undefined || perSecond <= 0) return { density: "none", speed: 1, isDense: false };
  if (perSecond < FEW_BELOW_PER_SECOND) return { density: "few", speed: 1, isDense: false };
  const exact = 2 ** Math.log10(perSecond / REFERENCE_PER_SECOND);
  return { density: "many", speed: Math.min(FASTEST, Math.max(0.5, Math.round(exact * 2) / 2)), isDense: exact > FASTEST };
}
