/** A double as Flink's Jackson writes it: JSON has no word for what is not finite, so those are texts. */
export type FlinkDouble = number | "NaN" | "Infinity" | "-Infinity";

/** What a cluster said, as a number; undefined for NaN, which is Flink's "not known". */
export function readDouble(value: FlinkDouble): number | undefined {
  const number = Number(value);
  return Number.isNaN(number) ? undefined : number;
}

/** How Flink writes `value`. */
export function writeDouble(value: number): FlinkDouble {
  if (Number.isNaN(value)) return "NaN";
  if (value === Infinity) return "Infinity";
  if (value === -Infinity) return "-Infinity";
  return value;
}
