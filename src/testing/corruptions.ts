// Ways in which a reply arrives damaged: from a gateway, a proxy, another version of Flink, a broken or a hostile cluster.

/** One way. `damage` takes the text of a good reply. `isRefused` if no reply can still be read after it. */
export type Corruption = { readonly name: string; readonly damage: (text: string) => string; readonly isRefused: boolean };

/** Applies `change` to every value below the top of a JSON text, from the leaves up. */
function eachValue(text: string, change: (value: unknown) => unknown): string {
  return JSON.stringify(JSON.parse(text, (key, value: unknown) => (key === "" ? value : change(value))));
}

const isLeaf = (value: unknown): boolean => typeof value !== "object" || value === null;

export const CORRUPTIONS: readonly Corruption[] = [
  { name: "cut off", damage: (text) => text.slice(0, Math.max(1, Math.floor(text.length / 2))), isRefused: true },
  { name: "a page of HTML", damage: () => "<!doctype html><title>Sign in</title>", isRefused: true },
  { name: "null", damage: () => "null", isRefused: true },
  { name: "a number", damage: () => "7", isRefused: true },
  { name: "empty", damage: () => "", isRefused: false },
  { name: "nulls for values", damage: (text) => eachValue(text, (value) => (isLeaf(value) ? null : value)), isRefused: false },
  {
    name: "numbers as text",
    damage: (text) => eachValue(text, (value) => (typeof value === "number" ? String(value) : value)),
    isRefused: false,
  },
  { name: "text as numbers", damage: (text) => eachValue(text, (value) => (typeof value === "string" ? 7 : value)), isRefused: false },
  { name: "lists as null", damage: (text) => eachValue(text, (value) => (Array.isArray(value) ? null : value)), isRefused: false },
  { name: "negative numbers", damage: (text) => eachValue(text, (value) => (typeof value === "number" ? -1 : value)), isRefused: false },
  { name: "huge numbers", damage: (text) => eachValue(text, (value) => (typeof value === "number" ? 1e300 : value)), isRefused: false },
  {
    name: "huge texts",
    damage: (text) => eachValue(text, (value) => (typeof value === "string" ? value + "x".repeat(2_000) : value)),
    isRefused: false,
  },
  {
    name: "long lists",
    damage: (text) =>
      eachValue(text, (value) =>
        Array.isArray(value) && value.length > 0 ? Array.from({ length: 40 }, (_, index): unknown => value[index % value.length]) : value,
      ),
    isRefused: false,
  },
  {
    name: "more fields",
    damage: (text) =>
      eachValue(text, (value) =>
        isLeaf(value) || Array.isArray(value) ? value : { ...Object(value), __proto: 1, constructor: "x", future: [{}] },
      ),
    isRefused: false,
  },
];
