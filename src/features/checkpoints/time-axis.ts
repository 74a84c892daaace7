/** A stretch of time, epoch ms. */
export type TimeSpan = { readonly fromMs: number; readonly toMs: number };

/** A time axis on which long pauses are shortened. Its unit is drawn ms, from 0 to `length`. */
export type CutTimeAxis = {
  readonly length: number;
  /** The place of a time on the axis. Times outside the axis are at its ends. */
  readonly place: (ms: number) => number;
  /** The stretches that are not shortened, in order. `at` is where they begin on the axis. */
  readonly spans: readonly (TimeSpan & { readonly at: number })[];
};

/** The longest a pause is drawn, as a share of everything that is not a pause. */
const LONGEST_PAUSE_SHARE = 0.06;

/** Makes an axis of `span`. `pauses` are inside it, in order, and do not overlap. */
export function cutTimeAxis(span: TimeSpan, pauses: readonly TimeSpan[]): CutTimeAxis {
  const lengthOf = ({ fromMs, toMs }: TimeSpan): number => toMs - fromMs;
  const rest = pauses.reduce((ms, pause) => ms - lengthOf(pause), lengthOf(span));
  const cut = pauses.filter((pause) => lengthOf(pause) > rest * LONGEST_PAUSE_SHARE);
  const cutLength = rest * LONGEST_PAUSE_SHARE;

  const spans: (TimeSpan & { at: number })[] = [];
  let fromMs = span.fromMs;
  let at = 0;
  for (const pause of [...cut, { fromMs: span.toMs, toMs: span.toMs }]) {
    spans.push({ fromMs, toMs: pause.fromMs, at });
    at += pause.fromMs - fromMs + (lengthOf(pause) > 0 ? cutLength : 0);
    fromMs = pause.toMs;
  }

  const place = (ms: number): number => {
    const index = Math.max(
      0,
      spans.findLastIndex((one) => one.fromMs <= ms),
    );
    const own = spans[index] ?? { ...span, at: 0 };
    const end = own.at + lengthOf(own);
    if (ms <= own.toMs) return own.at + Math.max(0, ms - own.fromMs);
    const next = spans[index + 1];
    return next === undefined ? end : end + ((ms - own.toMs) / (next.fromMs - own.toMs)) * (next.at - end);
  };
  return { length: at, place, spans };
}

const [SECOND, MINUTE, HOUR, DAY] = [1000, 60_000, 3_600_000, 86_400_000] as const;
const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE),
  ...[1, 2, 3, 6, 12].map((count) => count * HOUR),
  ...[1, 2, 5, 10, 20, 50, 100].map((count) => count * DAY),
];

/** A labelled time: `at` is its place on the axis. */
export type TimeTick = { readonly at: number; readonly ms: number };

/**
 * At most `most` round clock times, with space for their labels. `offsetMs` is how far local time
 * is ahead of UTC. If no round time is on the axis, its middle is labelled.
 */
export function timeTicks({ length, spans }: CutTimeAxis, most: number, offsetMs: number): readonly TimeTick[] {
  const step = STEPS.find((one) => length / one <= most) ?? length;
  const ticks: TimeTick[] = [];
  for (const { fromMs, toMs, at } of spans) {
    const first = Math.ceil((fromMs + offsetMs) / step) * step - offsetMs;
    for (let ms = first; ms <= toMs; ms += step) {
      const last = ticks.at(-1);
      const own = at + ms - fromMs;
      if (last === undefined || own - last.at >= length / (most + 1)) ticks.push({ at: own, ms });
    }
  }
  const [first] = spans;
  if (ticks.length > 0 || first === undefined) return ticks;
  const middle = (first.toMs - first.fromMs) / 2;
  return [{ at: middle, ms: first.fromMs + middle }];
}
