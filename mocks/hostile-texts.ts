// Texts that users and configurations may choose and that a layout must survive: long ones without a place to break, other scripts, other directions.

/** How long the long ones are, in characters. */
const LENGTH = 200;

/** `part` repeated to {@link LENGTH} characters, without half of one at the end. */
function long(part: string): string {
  const count = Math.floor(LENGTH / part.length);
  return part.repeat(count) + (/^\w+$/.test(part) ? part.slice(0, LENGTH - count * part.length) : "");
}

/** Names without a space, as jobs, vertices and TaskManagers may have them. */
const HOSTILE_NAMES = [
  long("CountClicksPerPageAndWindow"),
  // Arabic and Hebrew, which are written from right to left.
  long("عدالنقراتلكلصفحة"),
  long("ספירתהקלקותלכלדף"),
  long("👩‍👩‍👧‍👦🏳️‍🌈"),
  long("点击次数统计"),
  // Marks that pile up above and below a letter, a control character, and one that turns the direction round.
  long("Z\u0335\u0348\u0303\u030e\u0316"),
  `\u202e${long("evitcaridi")}\u0007`,
  "x",
] as const;

/** One of {@link HOSTILE_NAMES} for each index, none twice. */
export function hostileName(index: number): string {
  return `${HOSTILE_NAMES[index % HOSTILE_NAMES.length] ?? ""}${index < HOSTILE_NAMES.length ? "" : `-${String(index)}`}`;
}
