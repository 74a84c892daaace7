// A configuration: entries of text, read through options that know their type, default and range. Flink: Configuration, ConfigOption.

import { errorOf, type ErrorInfo } from "../protocol/error-info.ts";
import type { ValueType } from "./value-types.ts";

/** One line of config.yaml, or one entry of `flinkConfiguration`. */
export interface ConfigEntry {
  readonly key: string;
  readonly value: string;
}

/** One option: a row of the tables in options.ts. */
export interface ConfigOption<Value> {
  readonly key: string;
  /** Older spellings, in the order in which Flink tries them. */
  readonly deprecatedKeys?: readonly string[];
  readonly type: ValueType<Value>;
  readonly defaultValue: Value;
  /** For values that Flink refuses: its message, of an IllegalArgumentException. Undefined for a value that it takes. */
  readonly problem?: (value: Value) => string | undefined;
  /** For values that Flink replaces by another one. */
  readonly replace?: (value: Value) => Value;
  /** The replacement is logged as a warning. Flink does so for some options and not for others. */
  readonly warnsOfReplacement?: boolean;
}

/** A value that Flink refuses. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
  /** Flink's exception. */
  readonly info: ErrorInfo;

  constructor(info: ErrorInfo) {
    super(info.message);
    this.info = info;
  }
}

/** The values of the entries; of two with one key the later one counts. */
export class Configuration {
  readonly #values: ReadonlyMap<string, string>;
  readonly #warn: (message: string) => void;

  /** `warn` is told what Flink logs as a warning. */
  constructor(entries: readonly ConfigEntry[], warn: (message: string) => void = () => {}) {
    this.#values = new Map(entries.map(({ key, value }) => [key, value]));
    this.#warn = warn;
  }

  /** The option's value, or its default where none is set. Throws ConfigurationError. */
  get<Value>(option: ConfigOption<Value>): Value {
    return this.find(option) ?? option.defaultValue;
  }

  /** The option's value; undefined where none is set. Throws ConfigurationError. */
  find<Value>(option: ConfigOption<Value>): Value | undefined {
    const text = [option.key, ...(option.deprecatedKeys ?? [])].map((key) => this.#values.get(key)).find((value) => value !== undefined);
    if (text === undefined) return undefined;
    const parsed = option.type(text);
    if (!parsed.ok) throw new ConfigurationError(this.#unparsable(option.key, text, parsed.error));
    const problem = option.problem?.(parsed.value);
    if (problem !== undefined) refuse(problem);
    return this.#replaced(option, parsed.value);
  }

  #replaced<Value>(option: ConfigOption<Value>, value: Value): Value {
    const used = option.replace === undefined ? value : option.replace(value);
    if (used !== value && option.warnsOfReplacement === true) {
      this.#warn(`The setting for '${option.key} : ${String(value)}' is invalid. Using default value of ${String(used)}`);
    }
    return used;
  }

  /**
   * More ms than fit in a long are not a parse error: Flink fails on them later, with an error that
   * does not name the key.
   */
  #unparsable(key: string, text: string, cause: ErrorInfo): ErrorInfo {
    if (cause.className === "java.lang.ArithmeticException") return cause;
    return errorOf("java.lang.IllegalArgumentException", `Could not parse value '${text}' for key '${key}'.`, cause);
  }
}

/** Throws the ConfigurationError of Flink's `Preconditions.checkArgument`. */
export function refuse(message: string): never {
  throw new ConfigurationError(errorOf("java.lang.IllegalArgumentException", message));
}
