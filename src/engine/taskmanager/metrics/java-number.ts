// Metric values are texts that Java made: `0.0`, `1.0E7`, `NaN`, `-9223372036854775808`. The REST API passes them on as they are.

const LONG_MIN = "-9223372036854775808";
const LONG_MAX = "9223372036854775807";

/** A Java `double` as `Double.toString` prints it: with a decimal point always, in exponent form below 10^-3 and from 10^7 on. */
export function javaDouble(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
  const magnitude = Math.abs(value);
  if (magnitude !== 0 && (magnitude < 1e-3 || magnitude >= 1e7)) {
    const [mantissa = "", exponent = "0"] = value.toExponential().split("e");
    return `${withPoint(mantissa)}E${Number(exponent)}`;
  }
  return withPoint(Object.is(value, -0) ? "-0" : String(value));
}

/** A Java `long`. An infinite value is Flink's Long.MIN_VALUE or Long.MAX_VALUE: no watermark yet, or the last one. */
export function javaLong(value: number): string {
  if (value === Number.NEGATIVE_INFINITY) return LONG_MIN;
  if (value === Number.POSITIVE_INFINITY) return LONG_MAX;
  return String(Math.trunc(value));
}

function withPoint(digits: string): string {
  return digits.includes(".") ? digits : `${digits}.0`;
}
