// How a request finds its row in a table of paths. Apart from the tables, so that the supervisor's worker, which decides only
// calls of contract 2, does not load Flink's paths.
import type { HttpMethod, Route } from "./route.ts";
import type { EndpointId, EndpointMatch } from "./routes.ts";

interface Pattern {
  readonly id: EndpointId;
  readonly method: HttpMethod;
  readonly segments: readonly string[];
}

/** Says which call a request is. */
type Matcher<Id extends EndpointId> = (method: string, pathname: string) => Extract<EndpointMatch, { readonly id: Id }> | undefined;

/**
 * Creates the function that says which of these calls a request is, or undefined: Flink answers 404 for a path it does not know and
 * for a method that a path does not have. `pathname` is as in a URL (percent-encoded, no query); a leading `/v1` is accepted, as Flink does.
 */
export function createMatcher<Id extends EndpointId>(routes: Readonly<Record<Id, Route>>): Matcher<Id> {
  const patterns: readonly Pattern[] = Object.entries<Route>(routes)
    .map(([id, route]) => ({
      // Object.entries forgets that the keys are the table's own.
      id: id as EndpointId,
      method: route.method,
      segments: route.path.split("/").slice(1),
    }))
    .toSorted((a, b) => compareSpecificity(a.segments, b.segments));
  return (method, pathname) => {
    const segments = stripVersion(pathname).split("/").slice(1);
    for (const pattern of patterns) {
      if (pattern.method !== method) continue;
      const params = matchSegments(pattern.segments, segments);
      // The params were read by the very template that PathParams is derived from.
      if (params !== undefined) return { id: pattern.id, params } as Extract<EndpointMatch, { readonly id: Id }>;
    }
    return undefined;
  };
}

function stripVersion(pathname: string): string {
  return pathname.startsWith("/v1/") ? pathname.slice("/v1".length) : pathname;
}

function matchSegments(pattern: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== segments.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    const actual = segments[index] ?? "";
    if (!expected.startsWith(":")) {
      if (expected !== actual) return undefined;
      continue;
    }
    const decoded = decodeSegment(actual);
    if (decoded === undefined || decoded === "") return undefined;
    params[expected.slice(1)] = decoded;
  }
  return params;
}

/** Decodes twice, as Flink does. */
function decodeSegment(segment: string): string | undefined {
  const once = decodedOnce(segment);
  // Clients that encode once may send a name such as "100%".
  return once === undefined ? undefined : (decodedOnce(once) ?? once);
}

function decodedOnce(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    // A stray percent sign: no path of ours, so no match.
    return undefined;
  }
}

/**
 * Sorts `/jobs/overview` before `/jobs/:jobid`, as Flink's RoutePathComparator does. By length first, which no two paths that match have different:
 * without it this would be no order of all templates, and the result would depend on the table's.
 */
function compareSpecificity(a: readonly string[], b: readonly string[]): number {
  if (a.length !== b.length) return a.length - b.length;
  for (const [index, segment] of a.entries()) {
    const aIsParam = segment.startsWith(":");
    const bIsParam = b[index]?.startsWith(":") ?? false;
    if (aIsParam !== bIsParam) return aIsParam ? 1 : -1;
  }
  return 0;
}
