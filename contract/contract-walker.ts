// Compares one of our replies with that of a live Flink to the same call: keys, types and enum
// words, not values. Values naturally differ, and clients rely on the rest.
import * as z from "zod/mini";
import { ENDPOINTS } from "../src/rest/endpoints.ts";
import type { EndpointId } from "../src/rest/routes.ts";

/** A reply to compare: `reply` is parsed JSON, or text. A RecordedCall is one. */
export interface ComparedReply {
  readonly status: number;
  readonly contentType: string;
  readonly reply: unknown;
}

/**
 * - `status`, `content-type`: of the reply as a whole
 * - `missing-key`: Flink has it (in all elements of an array, and one of ours has not; or in some, and none of ours has)
 * - `extra-key`: ours has it, Flink never
 * - `type`: number, string, boolean, array, object; null where Flink has something
 * - `unknown-word`: a word that the enum does not have, or an error class that Flink did not name
 * - `no-elements`: Flink's array, map or variant of elements has some and ours has none
 */
export type DifferenceKind = "status" | "content-type" | "missing-key" | "extra-key" | "type" | "unknown-word" | "no-elements";

/** `place` is `job.vertices[].metrics.read-bytes`: `[]` any element, `[failed]` those of one className, `{}` any value of a map. */
export interface Difference {
  readonly place: string;
  readonly kind: DifferenceKind;
  readonly detail: string;
}

/** An accepted difference and its reason. In `place`, `*` stands for any text. */
export interface Tolerance {
  readonly place: string;
  readonly kind: DifferenceKind;
  readonly reason: string;
}

/**
 * The differences that are not tolerated, and the tolerances that were not used. Both must be
 * empty.
 */
export interface Verdict {
  readonly unexpected: readonly Difference[];
  readonly unused: readonly Tolerance[];
}

/**
 * Objects whose keys are data, by the last word of their place. Objects with ids as keys are
 * recognized by their keys.
 */
const MAPS = new Set(["jobs", "user-config", "failureLabels", "extendedResources", "optimizer_properties"]);

/** Words that Flink's types do not restrict but clients rely on. */
const OPEN_WORDS: Readonly<Record<string, readonly string[]>> = {
  ship_strategy: ["FORWARD", "HASH", "REBALANCE", "RESCALE", "BROADCAST", "GLOBAL", "SHUFFLE", "CUSTOM"],
  exchange: ["pipelined", "pipelined_bounded", "blocking"],
};

const NOT_FINITE: readonly string[] = ["NaN", "Infinity", "-Infinity"];

/**
 * Compares the reply of `actual` with Flink's `recorded` one; `id` is undefined for a path that is
 * not in the table.
 */
export function compareReplies(id: EndpointId | undefined, recorded: ComparedReply, actual: ComparedReply): Difference[] {
  const place = recorded.status < 400 ? (id ?? "unknown") : `${id ?? "unknown"}:${recorded.status}`;
  if (recorded.status !== actual.status) {
    return [{ place, kind: "status", detail: `${actual.status} instead of ${recorded.status}` }];
  }
  const walker = new Walker(id === undefined || recorded.status >= 400 ? new Map() : wordsOf(id));
  if (mediaType(recorded.contentType) !== mediaType(actual.contentType)) {
    walker.report(place, "content-type", `${actual.contentType} instead of ${recorded.contentType}`);
  }
  walker.compare([recorded.reply], [actual.reply], place);
  return walker.differences;
}

/**
 * The words of a successful reply that its schema does not name, as sentences. The dashboard accepts
 * them, because a newer Flink may have more.
 */
export function unknownWords(id: EndpointId, reply: unknown): readonly string[] {
  const itself = { status: 200, contentType: "", reply };
  return compareReplies(id, itself, itself)
    .filter(({ kind }) => kind === "unknown-word")
    .map(({ place, detail }) => `Unknown word "${detail}" at ${place}`);
}

/** Compares all differences of a run with one list of tolerances. */
export function judge(differences: readonly Difference[], tolerances: readonly Tolerance[]): Verdict {
  const patterns = tolerances.map((tolerance) => ({ tolerance, matches: matcher(tolerance) }));
  return {
    unexpected: differences.filter((difference) => !patterns.some(({ matches }) => matches(difference))),
    unused: patterns.filter(({ matches }) => !differences.some(matches)).map(({ tolerance }) => tolerance),
  };
}

function matcher(tolerance: Tolerance): (difference: Difference) => boolean {
  const literal = tolerance.place.replaceAll(/[.[\]{}()+?^$|\\]/g, "\\$&");
  const place = new RegExp(`^${literal.replaceAll("*", ".*")}$`);
  return (difference) => difference.kind === tolerance.kind && place.test(difference.place);
}

function mediaType(contentType: string): string {
  return contentType.split(";")[0]?.trim().toLowerCase() ?? "";
}

type JsonObject = Readonly<Record<string, unknown>>;

class Walker {
  readonly differences: Difference[] = [];
  readonly #words: ReadonlyMap<string, ReadonlySet<string>>;

  constructor(words: ReadonlyMap<string, ReadonlySet<string>>) {
    this.#words = words;
  }

  report(place: string, kind: DifferenceKind, detail: string): void {
    this.differences.push({ place, kind, detail });
  }

  /** Compares all values of Flink at a place with all of ours. */
  compare(flinks: readonly unknown[], ours: readonly unknown[], place: string): void {
    const theirKinds = this.#kinds(flinks, place);
    const ourKinds = this.#kinds(ours, place);
    // Null on Flink's side does not restrict the type of other values.
    if (theirKinds.size === 0) return;
    for (const kind of ourKinds) {
      if (!theirKinds.has(kind)) this.report(place, "type", `${kind} instead of ${[...theirKinds].join(" or ")}`);
    }
    if (ourKinds.size === 0 && ours.length > 0) this.report(place, "type", `null instead of ${[...theirKinds].join(" or ")}`);

    if (theirKinds.has("object") && ourKinds.has("object")) this.#compareObjects(flinks.filter(isObject), ours.filter(isObject), place);
    if (theirKinds.has("array") && ourKinds.has("array")) this.#compareElements(flinks.filter(isArray), ours.filter(isArray), place);
    if (theirKinds.has("string")) this.#compareWords(flinks.filter(isString), ours.filter(isString), place);
  }

  #compareObjects(flinks: readonly JsonObject[], ours: readonly JsonObject[], place: string): void {
    if (isMap(flinks, place)) {
      this.#compareMembers(flinks.flatMap(Object.values), ours.flatMap(Object.values), `${place}{}`);
      return;
    }
    const ourKeys = new Set(ours.flatMap(Object.keys));
    const theirKeys = new Set(flinks.flatMap(Object.keys));
    for (const key of theirKeys) {
      const inner = `${place}.${key}`;
      const isAlwaysThere = flinks.every((object) => Object.hasOwn(object, key));
      const weHaveIt = isAlwaysThere ? ours.every((object) => Object.hasOwn(object, key)) : ourKeys.has(key);
      if (!weHaveIt) this.report(inner, "missing-key", isAlwaysThere ? "always present in Flink" : "sometimes present in Flink");
      if (ourKeys.has(key)) this.compare(valuesAt(flinks, key), valuesAt(ours, key), inner);
    }
    for (const key of ourKeys) {
      if (!theirKeys.has(key)) this.report(`${place}.${key}`, "extra-key", "not in Flink");
    }
  }

  #compareElements(flinks: readonly (readonly unknown[])[], ours: readonly (readonly unknown[])[], place: string): void {
    const theirGroups = Map.groupBy(flinks.flat(), variantOf);
    const ourGroups = Map.groupBy(ours.flat(), variantOf);
    for (const [variant, elements] of theirGroups) {
      this.#compareMembers(elements, ourGroups.get(variant) ?? [], `${place}[${variant}]`);
    }
  }

  #compareMembers(flinks: readonly unknown[], ours: readonly unknown[], place: string): void {
    if (flinks.length === 0) return;
    if (ours.length === 0) this.report(place, "no-elements", `Flink has ${flinks.length}`);
    else this.compare(flinks, ours, place);
  }

  #compareWords(flinks: readonly string[], ours: readonly string[], place: string): void {
    const allowed = place.endsWith(".errors[]") ? new Set(flinks.map(errorClass)) : this.#words.get(withoutVariants(place));
    if (allowed === undefined) return;
    for (const word of new Set(ours.map((text) => (place.endsWith(".errors[]") ? errorClass(text) : text)))) {
      if (!allowed.has(word)) this.report(place, "unknown-word", word);
    }
  }

  /** The JSON types found at a place, without null. A non-finite double counts as a number. */
  #kinds(values: readonly unknown[], place: string): Set<string> {
    const isDouble = this.#words.get(withoutVariants(place))?.has("NaN") ?? false;
    return new Set(
      values
        .filter((value) => value !== null && value !== undefined)
        .map((value) => {
          if (isArray(value)) return "array";
          return isDouble && isString(value) && NOT_FINITE.includes(value) ? "number" : typeof value;
        }),
    );
  }
}

function isArray(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isString(value: unknown): value is string {
  return typeof value === "string";
}

function isMap(objects: readonly JsonObject[], place: string): boolean {
  const keys = objects.flatMap(Object.keys);
  const isKeyedByIds = keys.length > 0 && keys.every((key) => /^[0-9a-f]{32}$/.test(key));
  return isKeyedByIds || MAPS.has(place.slice(place.lastIndexOf(".") + 1));
}

function valuesAt(objects: readonly JsonObject[], key: string): unknown[] {
  return objects.filter((object) => Object.hasOwn(object, key)).map((object) => object[key]);
}

/**
 * Elements of one array that Flink distinguishes by Jackson's type tag rightly have different keys.
 */
function variantOf(element: unknown): string {
  return isObject(element) && isString(element["className"]) ? element["className"] : "";
}

function withoutVariants(place: string): string {
  return place.replaceAll(/\[\w+\]/g, "[]");
}

/** The class at the start of an error text. Some of Flink's texts have none. */
function errorClass(text: string): string {
  const firstLine = text.split("\n")[0] ?? "";
  return /^[\w$]+(\.[\w$]+)+(?=:)/.exec(firstLine)?.[0] ?? "(no class)";
}

interface JsonSchema {
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
}

const WORDS = new Map<EndpointId, ReadonlyMap<string, ReadonlySet<string>>>();

/** The words that the schema of an endpoint allows, by place. Computed once, because a check may poll. */
function wordsOf(id: EndpointId): ReadonlyMap<string, ReadonlySet<string>> {
  const known = WORDS.get(id);
  if (known !== undefined) return known;
  const words = new Map<string, Set<string>>();
  WORDS.set(id, words);
  // The walk below reads a part of JSON Schema with fixed types.
  collectWords(z.toJSONSchema(ENDPOINTS[id].response, { io: "input" }) as JsonSchema, id, words);
  return words;
}

function collectWords(schema: JsonSchema, place: string, words: Map<string, Set<string>>): void {
  const open = OPEN_WORDS[place.slice(place.lastIndexOf(".") + 1)] ?? [];
  const found = [...(schema.enum ?? []), schema.const, ...open].filter(isString);
  if (found.length > 0) words.set(place, new Set([...(words.get(place) ?? []), ...found]));
  for (const option of [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]) collectWords(option, place, words);
  for (const [key, value] of Object.entries(schema.properties ?? {})) collectWords(value, `${place}.${key}`, words);
  if (schema.items !== undefined) collectWords(schema.items, `${place}[]`, words);
  if (typeof schema.additionalProperties === "object") collectWords(schema.additionalProperties, `${place}{}`, words);
}
