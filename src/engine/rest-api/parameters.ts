// Path and query parameters as Flink's MessageParameters read them.

import { unparsable } from "./rest-error.ts";

const ID = /^[0-9a-f]{32}$/i;
const INTEGER = /^-?\d{1,15}$/;

/** A JobID, JobVertexID, ApplicationID or TriggerId: 32 hex digits, in lower case afterwards. Raises 400 for anything else. */
export function idParameter(name: "jobid" | "vertexid" | "applicationid" | "triggerid", value: string): string {
  if (!ID.test(value)) throw unparsable("path", name, value);
  return value.toLowerCase();
}

/** A whole number in the path. Raises 400 for anything else. */
export function integerParameter(name: string, value: string): number {
  if (!INTEGER.test(value)) throw unparsable("path", name, value);
  return Number(value);
}

/** The values of a comma-separated query parameter; undefined where it is absent or empty. */
export function listParameter(query: URLSearchParams, name: string): readonly string[] | undefined {
  const values = query
    .getAll(name)
    .flatMap((value) => value.split(","))
    .filter((value) => value !== "");
  return values.length === 0 ? undefined : values;
}

/** A whole number of 32 bits in the query; undefined where it is absent. Raises 400 for anything else. */
export function integerQuery(query: URLSearchParams, name: string): number | undefined {
  const value = query.get(name);
  if (value === null || value === "") return undefined;
  if (!INTEGER.test(value) || !isInt32(Number(value))) throw unparsable("query", name, value);
  return Number(value);
}

/** Whether Java's `int` can hold the number. */
export function isInt32(value: number): boolean {
  return Number.isInteger(value) && value >= -(2 ** 31) && value < 2 ** 31;
}

/** Numbers and ranges such as `0,2-4`. Raises 400 for anything else. */
export function rangesQuery(query: URLSearchParams, name: string): ReadonlySet<number> | undefined {
  const parts = listParameter(query, name);
  if (parts === undefined) return undefined;
  const numbers = new Set<number>();
  for (const part of parts) {
    const range = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(part.trim());
    if (range === null) throw unparsable("query", name, part);
    const first = Number(range[1]);
    const last = range[2] === undefined ? first : Number(range[2]);
    for (let number = first; number <= last; number++) numbers.add(number);
  }
  return numbers;
}
