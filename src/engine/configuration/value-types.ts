// The types of configuration values, parsed as Flink parses them. Flink: ConfigurationUtils.convertValue; the texts of errors are those of 2.3.0.

import { errResult, okResult, type Result } from "../../base/result.ts";
import { errorOf, type ErrorInfo } from "../protocol/error-info.ts";
import { parseDurationMs } from "./durations.ts";

/** Parses one value; the error is the cause that Flink names below `Could not parse value '…' for key '…'.` */
export type ValueType<Value> = (text: string) => Result<Value, ErrorInfo>;

/** Flink: `stringType()`. */
export const TEXT: ValueType<string> = (text) => okResult(text);

/** Flink: `intType()`, 32 bits. */
export const INTEGER: ValueType<number> = (text) => parseInteger(text, 2n ** 31n);

/** Flink: `longType()`, 64 bits. What a double cannot hold exactly is rounded. */
export const LONG: ValueType<number> = (text) => parseInteger(text, LONG_LIMIT);

/** Flink: `doubleType()`. NaN and the infinities are doubles, too. */
export const DOUBLE: ValueType<number> = (text) => {
  const trimmed = text.trim();
  if (trimmed === "") return numberFormatError("empty String");
  const [, sign = "", digits = ""] = DOUBLE_PATTERN.exec(trimmed) ?? [];
  if (digits === "") return numberFormatError(`For input string: "${trimmed}"`);
  const value = Number(digits.replace(/[fFdD]$/, ""));
  return okResult(sign === "-" ? -value : value);
};

/** Flink: `durationType()`. The value is in ms, whole and never negative. */
export const DURATION: ValueType<number> = (text) => {
  const parsed = parseDurationMs(text);
  return parsed.ok ? parsed : errResult(errorOf(`java.lang.${parsed.error.exception}`, parsed.error.message));
};

/** Flink: `enumType(…)`; `className` is the enum's, `constants` in the order in which Flink lists them. Case does not matter. */
export function enumOf<Constant extends string>(className: string, constants: readonly Constant[]): ValueType<Constant> {
  return (text) => {
    const constant = constants.find((known) => known === text.toUpperCase());
    if (constant !== undefined) return okResult(constant);
    const message = `Could not parse value for enum class ${className}. Expected one of: [[${constants.join(", ")}]]`;
    return errResult(errorOf("java.lang.IllegalArgumentException", message));
  };
}

/** Flink: `memoryType()`, MemorySize.parseBytes. The value is in bytes. */
export const MEMORY_SIZE: ValueType<number> = (text) => {
  const trimmed = text.trim();
  if (trimmed === "") return illegalArgument("argument is an empty- or whitespace-only string");
  const [, digits = "", rest = ""] = /^(\d*)(.*)$/s.exec(trimmed) ?? [];
  if (digits === "") return numberFormatError("text does not start with a number");
  const label = rest.trim().toLowerCase();
  const power = MEMORY_UNITS.findIndex((labels) => labels.includes(label === "" ? "b" : label));
  const value = INTEGER_PATTERN.test(digits) ? BigInt(digits) : LONG_LIMIT;
  if (value >= LONG_LIMIT) return illegalArgument(`The value '${digits}' cannot be re represented as 64bit number (numeric overflow).`);
  if (power < 0) {
    const units = MEMORY_UNITS.map((labels) => `(${labels.join(" | ")})`).join(" / ");
    return illegalArgument(`Memory size unit '${label}' does not match any of the recognized units: ${units}`);
  }
  const bytes = value * 1_024n ** BigInt(power);
  if (bytes < LONG_LIMIT) return okResult(Number(bytes));
  return illegalArgument(`The value '${trimmed}' cannot be re represented as 64bit number of bytes (numeric overflow).`);
};

const MEMORY_UNITS: readonly (readonly string[])[] = [
  ["b", "bytes"],
  ["k", "kb", "kibibytes"],
  ["m", "mb", "mebibytes"],
  ["g", "gb", "gibibytes"],
  ["t", "tb", "tebibytes"],
];

const LONG_LIMIT = 2n ** 63n;
const INTEGER_PATTERN = /^[+-]?\d{1,40}$/;
const DOUBLE_PATTERN = /^([+-]?)(NaN|Infinity|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[fFdD]?)$/;

function parseInteger(text: string, limit: bigint): Result<number, ErrorInfo> {
  const value = INTEGER_PATTERN.test(text) ? BigInt(text) : limit;
  return value >= -limit && value < limit ? okResult(Number(value)) : numberFormatError(`For input string: "${text}"`);
}

function illegalArgument(message: string): Result<never, ErrorInfo> {
  return errResult(errorOf("java.lang.IllegalArgumentException", message));
}

function numberFormatError(message: string): Result<never, ErrorInfo> {
  return errResult(errorOf("java.lang.NumberFormatException", message));
}
