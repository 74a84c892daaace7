// Bodies as Flink's Jackson classes read them: JSON whatever the content type, empty is `{}`, unknown fields are ignored, a field of another type is
// a 400 that names the class. Numbers and booleans may be written as texts.

import { isInt32 } from "./parameters.ts";
import { unexpectedBody } from "./rest-error.ts";

/** Reads one body. `format` is Flink's class. Every method answers undefined for a field that is absent or null, and throws RestError for a wrong one. */
export class RequestBody {
  readonly #fields: ReadonlyMap<string, unknown>;
  readonly #format: string;

  constructor(body: string | undefined, format: string) {
    this.#format = format;
    this.#fields = new Map(Object.entries(this.#object(this.#parse(body ?? ""))));
  }

  /** The names of all fields. */
  names(): readonly string[] {
    return [...this.#fields.keys()];
  }

  /** An object within it, read in the same way. */
  object(name: string): RequestBody | undefined {
    const value = this.#value(name);
    return value === undefined ? undefined : new RequestBody(JSON.stringify(value), this.#format);
  }

  text(name: string): string | undefined {
    const value = this.#value(name);
    if (value === undefined || typeof value === "string") return value;
    throw unexpectedBody(this.#format);
  }

  flag(name: string): boolean | undefined {
    const value = this.#value(name);
    if (value === undefined || typeof value === "boolean") return value;
    if (value === "true" || value === "false") return value === "true";
    throw unexpectedBody(this.#format);
  }

  /** 32 bits. */
  integer(name: string): number | undefined {
    const value = this.#value(name);
    if (value === undefined) return undefined;
    const isNumeric = typeof value === "number" || (typeof value === "string" && /^-?\d{1,10}$/.test(value));
    if (isNumeric && isInt32(Number(value))) return Number(value);
    throw unexpectedBody(this.#format);
  }

  texts(name: string): readonly string[] | undefined {
    const value = this.#value(name);
    if (value === undefined) return undefined;
    if (Array.isArray(value) && value.every((element) => typeof element === "string")) return value;
    throw unexpectedBody(this.#format);
  }

  /** An object of texts. */
  entries(name: string): readonly { readonly key: string; readonly value: string }[] {
    const value = this.#value(name);
    if (value === undefined) return [];
    return Object.entries(this.#object(value)).map(([key, text]) => {
      if (typeof text !== "string") throw unexpectedBody(this.#format);
      return { key, value: text };
    });
  }

  /** One of `words`, in any case. */
  word<Word extends string>(name: string, words: readonly Word[]): Word | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const word = words.find((known) => known === text.toUpperCase());
    if (word === undefined) throw unexpectedBody(this.#format);
    return word;
  }

  /** An id of 32 hex digits, in lower case. */
  id(name: string): string | undefined {
    const text = this.text(name);
    if (text !== undefined && !/^[0-9a-f]{32}$/i.test(text)) throw unexpectedBody(this.#format);
    return text?.toLowerCase();
  }

  #value(name: string): unknown {
    return this.#fields.get(name) ?? undefined;
  }

  #parse(body: string): unknown {
    try {
      return JSON.parse(body.trim() === "" ? "{}" : body);
    } catch {
      throw unexpectedBody(this.#format);
    }
  }

  #object(value: unknown): object {
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
    throw unexpectedBody(this.#format);
  }
}
