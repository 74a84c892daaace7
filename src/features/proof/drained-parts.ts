/** More parts than these of one count are no drains, and all their sums are looked at. */
const MOST_PARTS = 8;

/**
 * Which of `parts` add up to `whole`, the last of them among these: positions in ascending order, at least two. Undefined where none do. A stop
 * with a drain closes the open windows with what they have; the job that goes on from its savepoint counts the rest, so the parts of one count
 * add up to the whole.
 */
export function partsOfWhole(parts: readonly number[], whole: number): readonly number[] | undefined {
  const last = parts.length - 1;
  if (last < 1 || parts.length > MOST_PARTS) return undefined;
  for (let choice = 1; choice < 2 ** last; choice++) {
    const chosen = [...parts.keys()].filter((index) => index === last || Math.floor(choice / 2 ** index) % 2 === 1);
    if (chosen.reduce((sum, index) => sum + (parts[index] ?? 0), 0) === whole) return chosen;
  }
  return undefined;
}
