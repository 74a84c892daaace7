// Claims about a reply: the value to compare and the expectation. A failed claim reports the place,
// the expected and the actual value.
import type { FlinkDouble } from "../../src/rest/doubles.ts";
import type { Backend } from "./backend.ts";
import type { Scene } from "./scene.ts";

/** A value that differs from the expectation. */
export interface Difference {
  /** Inside the compared value, as `subtasks[1].end-time`. Empty for the value itself. */
  readonly path: string;
  /** As text or as JSON. */
  readonly expected: string;
  readonly actual: unknown;
}

/** Empty if the claim holds. */
export type Claim = readonly Difference[];

/** Sentences about a reply, each with its contradictions. */
export type Claims = Readonly<Record<string, Claim>>;

/** An expectation other than a single value, see the functions below. */
export class Matcher {
  readonly compare: (actual: unknown, path: string) => Claim;

  constructor(compare: (actual: unknown, path: string) => Claim) {
    this.compare = compare;
  }
}

/**
 * The expectation for a `T`: a value, a {@link Matcher}, or for an object the relevant keys. Arrays
 * are compared as a whole.
 */
export type Expected<T> =
  | Matcher
  | (T extends readonly (infer Element)[]
      ? readonly Expected<Element>[]
      : T extends object
        ? { readonly [Key in keyof T]?: Expected<T[Key]> | undefined }
        : T);

/** Claims that `actual` meets the expectation. */
export function is<T>(actual: T, expected: Expected<T>): Claim {
  return compare(actual, expected, "");
}

/** Combines claims. */
export function both(...claims: readonly Claim[]): Claim {
  return claims.flat();
}

/** Claims about each of many: a sentence holds if it holds for all. */
export function ofEach<T>(elements: readonly T[], claimsOf: (element: T) => Claims): Claims {
  const merged: Record<string, Difference[]> = {};
  for (const [index, element] of elements.entries()) {
    for (const [sentence, claim] of Object.entries(claimsOf(element))) {
      (merged[sentence] ??= []).push(...claim.map((each) => ({ ...each, path: join(`[${index}]`, each.path) })));
    }
  }
  return merged;
}

/** The failed claims, each with all contradictions. */
export function failedClaims(claims: Claims): readonly string[] {
  return Object.entries(claims)
    .filter(([, differences]) => differences.length > 0)
    .map(([sentence, differences]) => [sentence, ...shown(differences)].join("\n"));
}

const SHOWN_DIFFERENCES = 5;
const SHOWN_CHARACTERS = 300;

function shown(differences: Claim): readonly string[] {
  const lines = differences
    .slice(0, SHOWN_DIFFERENCES)
    .map(({ path, expected, actual }) => `  ${path === "" ? "" : `${path}: `}expected ${cut(expected)}, got ${cut(asText(actual))}`);
  const left = differences.length - lines.length;
  return left > 0 ? [...lines, `  and ${left} more`] : lines;
}

function cut(text: string): string {
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
}

function asText(value: unknown): string {
  if (value === undefined) return "nothing";
  return typeof value === "number" ? String(value) : JSON.stringify(value);
}

function compare(actual: unknown, expected: unknown, path: string): Claim {
  if (expected instanceof Matcher) return expected.compare(actual, path);
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual) || actual.length !== expected.length) return [{ path, expected: asText(expected.map(described)), actual }];
    return expected.flatMap((element, index) => compare(actual[index], element, `${path}[${index}]`));
  }
  if (isObject(expected)) {
    if (!isObject(actual)) return [{ path, expected: asText(described(expected)), actual }];
    return Object.entries(expected).flatMap(([key, value]) => compare(actual[key], value, join(path, key)));
  }
  return Object.is(actual, expected) ? [] : [{ path, expected: asText(expected), actual }];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A part of the expectation as text. A matcher describes itself if there is no value. */
function described(expected: unknown): unknown {
  if (expected instanceof Matcher) return expected.compare(undefined, "")[0]?.expected ?? "anything";
  if (Array.isArray(expected)) return expected.map(described);
  if (isObject(expected)) return Object.fromEntries(Object.entries(expected).map(([key, value]) => [key, described(value)]));
  return expected;
}

function join(path: string, rest: string): string {
  return path === "" || rest === "" || rest.startsWith("[") ? path + rest : `${path}.${rest}`;
}

/** A matcher described by `words`. */
function matcher(words: string, holds: (actual: unknown) => boolean): Matcher {
  return new Matcher((actual, path) => (holds(actual) ? [] : [{ path, expected: words, actual }]));
}

function ofNumber(words: string, holds: (actual: number) => boolean): Matcher {
  return matcher(words, (actual) => typeof actual === "number" && holds(actual));
}

function ofText(words: string, holds: (actual: string) => boolean): Matcher {
  return matcher(words, (actual) => typeof actual === "string" && holds(actual));
}

const HOUR_MS = 3_600_000;
/**
 * Flink shows a job's details up to 3 s old, and the clocks of two processes may differ slightly.
 */
const LAG_MS = 4_000;

/** A time of the last hour in epoch ms. Seconds, or ms since another epoch, do not match. */
export function recent(backend: Backend): Matcher {
  return ofNumber(
    `an epoch ms of the last hour, now being ${Math.round(backend.nowMs())}`,
    (ms) => ms > backend.nowMs() - HOUR_MS && ms < backend.nowMs() + LAG_MS,
  );
}

/** The time of the reply: between the call and now, however long the reply took. */
export function now({ askedMs, backend }: Scene): Matcher {
  return ofNumber(
    `an epoch ms from ${Math.round(askedMs)} to ${Math.round(backend.nowMs())}`,
    (ms) => ms > askedMs - LAG_MS && ms < backend.nowMs() + LAG_MS,
  );
}

/** The same duration within `toleranceMs`. */
export function about(expectedMs: number, toleranceMs: number): Matcher {
  return ofNumber(`${expectedMs} give or take ${toleranceMs}`, (ms) => Math.abs(ms - expectedMs) <= toleranceMs);
}

export function atLeast(least: number): Matcher {
  return ofNumber(`at least ${least}`, (number) => number >= least);
}

export function atMost(most: number): Matcher {
  return ofNumber(`at most ${most}`, (number) => number <= most);
}

export function moreThan(bound: number): Matcher {
  return ofNumber(`more than ${bound}`, (number) => number > bound);
}

/** Numbers from `least` to `most`. */
export function between(least: number, most: number): Matcher {
  return ofNumber(`from ${least} to ${most}`, (number) => number >= least && number <= most);
}

/** A share from 0 to 1, or unknown. */
export const SHARE: Matcher = matcher("a share from 0 to 1, or NaN", (actual) => isShare(actual));

function isShare(value: unknown): boolean {
  return value === ("NaN" satisfies FlinkDouble) || (Number(value) >= 0 && Number(value) <= 1);
}

/** A whole number as text. */
export const COUNT_TEXT: Matcher = ofText("a whole number as text", (text) => /^\d+$/.test(text));

export function matching(pattern: RegExp): Matcher {
  return ofText(`a text like ${String(pattern)}`, (text) => pattern.test(text));
}

export function startingWith(beginning: string): Matcher {
  return ofText(`a text that begins with ${JSON.stringify(beginning)}`, (text) => text.startsWith(beginning));
}

export function endingWith(end: string): Matcher {
  return ofText(`a text that ends with ${JSON.stringify(end)}`, (text) => text.endsWith(end));
}

export function including(part: string): Matcher {
  return ofText(`a text with ${JSON.stringify(part)} in it`, (text) => text.includes(part));
}

export function oneOf(...values: readonly unknown[]): Matcher {
  return matcher(`one of ${values.map(asText).join(", ")}`, (actual) => values.includes(actual));
}

export function otherThan(value: unknown): Matcher {
  return matcher(`anything but ${asText(value)}`, (actual) => actual !== value);
}

/** Anything but undefined. */
export const PRESENT: Matcher = matcher("something", (actual) => actual !== undefined);

/** {@link PRESENT}, or undefined. */
export function presentIf(isPresent: boolean): Matcher {
  return isPresent ? PRESENT : matcher("nothing", (actual) => actual === undefined);
}

/** Null or undefined, for keys that one Flink version omits and another writes as null. */
export const NULL_OR_ABSENT: Matcher = matcher("null or nothing", (actual) => actual === null || actual === undefined);

/** An array of numbers in ascending order. */
export const ASCENDING: Matcher = matcher("numbers in ascending order", (actual) => isSorted(actual, (a, b) => a <= b));

/** An array of numbers in descending order. */
export const DESCENDING: Matcher = matcher("numbers in descending order", (actual) => isSorted(actual, (a, b) => a >= b));

function isSorted(numbers: unknown, inOrder: (a: number, b: number) => boolean): boolean {
  return Array.isArray(numbers) && numbers.every((number: number, index) => index === 0 || inOrder(numbers[index - 1] as number, number));
}

/** An array without duplicates. */
export const ONCE_EACH: Matcher = matcher("each element once", (actual) => Array.isArray(actual) && new Set(actual).size === actual.length);

/** An array with exactly these texts, in any order. */
export function sameMembers(expected: readonly string[]): Matcher {
  return matcher(
    `${JSON.stringify(expected)} in any order`,
    (actual) => Array.isArray(actual) && JSON.stringify(actual.map(String).toSorted()) === JSON.stringify(expected.toSorted()),
  );
}

/** An array or object with this number of elements. */
export function ofSize(size: Matcher | number): Matcher {
  const words = size instanceof Matcher ? String(described(size)) : String(size);
  return new Matcher((actual, path) =>
    compare(sizeOf(actual), size, "").map(() => ({ path, expected: `a size of ${words}`, actual: sizeOf(actual) })),
  );
}

function sizeOf(value: unknown): number | undefined {
  return typeof value === "object" && value !== null ? Object.keys(value).length : undefined;
}

/** An object with exactly these keys. */
export function exactly(expected: Readonly<Record<string, unknown>>): Matcher {
  return new Matcher((actual, path) => {
    const extra = isObject(actual) ? Object.keys(actual).filter((key) => !Object.hasOwn(expected, key)) : [];
    return [
      ...compare(actual, expected, path),
      ...extra.map((key) => ({ path: join(path, key), expected: "nothing", actual: isObject(actual) ? actual[key] : undefined })),
    ];
  });
}

/** An array or map whose every element matches; may be empty. */
export function each(expected: unknown): Matcher {
  return new Matcher((actual, path) => {
    if (Array.isArray(actual)) return actual.flatMap((element, index) => compare(element, expected, `${path}[${index}]`));
    if (isObject(actual)) return Object.entries(actual).flatMap(([key, value]) => compare(value, expected, join(path, key)));
    return [{ path, expected: `elements that are each ${asText(described(expected))}`, actual }];
  });
}

/** An array with a matching element. */
export function some(expected: unknown): Matcher {
  return matcher(
    `an element that is ${asText(described(expected))}`,
    (actual) => Array.isArray(actual) && actual.some((element) => compare(element, expected, "").length === 0),
  );
}

export function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
