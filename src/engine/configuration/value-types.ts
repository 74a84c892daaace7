// The types of configuration values, parsed as Flink parses them. Flink: ConfigurationUtils.convertValue; the texts of errors are those of 2.3.0.

import { errResult, okResult, type Result } from "../../base/result.ts";
import type { ErrorInfo } from "../protocol/jobmanager-taskmanager.ts";
import { errorOf } from "../jobmanager/flink-errors.ts";
import { parseDurationMs } from "./durations.ts";

/** Parses one value; the error is the cause that Flink names below `Could not parse value '…' for key '…'.` */
export type ValueType<Value> = (text: string) => Result<Value, ErrorInfo>;

/** Flink: `stringType()`. */
export const TEXT: ValueType<string> = (text) => okResult(text);

/** Flink: `intType()`, 32 bits. */
export const INTEGER: ValueType<number> = (text) => parseInteger(text, 2n ** 31n);

/** Flink: `longType()`, 64 bits. What a double cannot hold exactly is rounded. */
export const LONG: ValueType<number> = (text) => parseInteger(text, 2n ** 63n);

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

const INTEGER_PATTERN = /^[+-]?\d{1,40}$/;
const DOUBLE_PATTERN = /^([+-]?)(NaN|Infinity|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[fFdD]?)$/;

function parseInteger(text: string, limit: bigint): Result<number, ErrorInfo> {
  const value = INTEGER_PATTERN.test(text) ? BigInt(text) : limit;
  return value >= -limit && value < limit ? okResult(Number(value)) : numberFormatError(`For input string: "${text}"`);
}

function numberFormatError(message: string): Result<never, ErrorInfo> {
  return errResult(errorOf("java.lang.NumberFormatException", message));
}
