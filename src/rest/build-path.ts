import { urlPart } from "../base/url-part.ts";
import { ensureExists } from "../base/assert.ts";
import type { EndpointId, PathParams, QueryParams, QueryValue } from "./routes.ts";
import { ROUTES } from "./routes.ts";

/** The path and query of a call, percent-encoded, starting with a slash and without the version prefix. */
export function buildPath<Id extends EndpointId>(id: Id, params: PathParams<Id>, query: QueryParams<Id>): string {
  const values: Readonly<Record<string, string>> = params;
  const path = ROUTES[id].path.replaceAll(/:(\w+)/g, (_, name: string) =>
    pathPart(ensureExists(values[name], `path parameter ${name} of ${id}`)),
  );
  const search = buildSearch(query);
  return search === "" ? path : `${path}?${search}`;
}

/** What a second decoding would change or take for the structure of the path: `%`, `+`, `/` and `?`. */
const ENCODED_TWICE = /%(25|2B|2F|3F)/g;

/**
 * One part of a path. Flink decodes a path as a whole and then each part of it (RouterHandler,
 * Router#decodePathTokens), and reads a plus sign as a space the second time.
 */
function pathPart(value: string): string {
  return urlPart(value).replaceAll(ENCODED_TWICE, "%25$1");
}

/** Leaves commas and brackets of metric ids readable: Flink accepts both forms, and people read these URLs. */
function buildSearch(query: Readonly<Record<string, QueryValue | undefined>>): string {
  return Object.entries(query)
    .filter((entry): entry is [string, QueryValue] => entry[1] !== undefined)
    .map(([name, value]) => `${name}=${encodeList(value)}`)
    .join("&");
}

function encodeList(value: QueryValue): string {
  return typeof value === "object" ? value.map((item) => urlPart(item)).join(",") : urlPart(String(value));
}
