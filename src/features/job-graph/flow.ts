// How a rate looks on an edge.

/** Still if the rate is unknown or 0. */
export type Flow = {
  /** Dots side by side, a few, or none. */
  density: "none" | "few" | "many";
  /** Times the speed at 400 records/s. */
  speed: number;
  /** Above the highest speed, the tube darkens. */
  isDense: boolean;
};

/** At this rate a dot takes `--t-flow` for its edge. */
const REFERENCE_PER_SECOND = 400;
const FASTEST = 4;
/** Below it there are few dots: each stands for about one record. */
const FEW_BELOW_PER_SECOND = 20;

/**
 * Speed follows the logarithm of the rate: it doubles for every factor of ten. It changes in steps
 * of a half, because a running animation jumps when its speed changes.
 */
export function flowOf(perSecond: number | undefined): Flow {
  if (perSecond === undefined || perSecond <= 0) return { density: "none", speed: 1, isDense: false };
  if (perSecond < FEW_BELOW_PER_SECOND) return { density: "few", speed: 1, isDense: false };
  const exact = 2 ** Math.log10(perSecond / REFERENCE_PER_SECOND);
  return { density: "many", speed: Math.min(FASTEST, Math.max(0.5, Math.round(exact * 2) / 2)), isDense: exact > FASTEST };
}
