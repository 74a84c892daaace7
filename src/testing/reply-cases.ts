import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { Transport } from "../client/transport.ts";
import { matchEndpoint } from "../rest/match-endpoint.ts";
import { ROUTES } from "../rest/routes.ts";

/**
 * A reply that a real cluster gave and that is easily shown wrongly. `path` is the template of the call. Either `reply` replaces a recorded reply,
 * or `change` has values for places in it: `vertices[].duration` for each vertex, `tasks.*.state_size` for each entry.
 */
export type ReplyCase = {
  readonly path: string;
  readonly status?: number;
  readonly reply?: unknown;
  readonly change?: Readonly<Record<string, unknown>>;
};

/** Reads the cases of one file in mocks/cases. */
export function replyCases(name: string): readonly ReplyCase[] {
  // Only tests read these files, and each test names its own.
  return JSON.parse(readFileSync(join(import.meta.dirname, "../../mocks/cases", `${name}.json`), "utf8")) as readonly ReplyCase[];
}

/** A cluster that answers as `recorded`, but for the calls of these cases. */
export function withCases(recorded: Transport, cases: readonly ReplyCase[]): Transport {
  return async (request) => {
    const match = matchEndpoint(request.method, new URL(request.url).pathname);
    const own = request.method === "GET" && match !== undefined ? cases.find(({ path }) => path === ROUTES[match.id].path) : undefined;
    if (own === undefined) return recorded(request);
    const { status = 200, reply, change } = own;
    if (change === undefined) return Response.json(reply, { status });
    const response = await recorded(request);
    if (!response.ok) return response;
    const changed: unknown = await response.json();
    for (const [place, value] of Object.entries(change)) setAt(changed, place.replaceAll("[", ".[").split("."), value);
    return Response.json(changed, { status });
  };
}

function setAt(parent: unknown, [step = "", ...rest]: readonly string[], value: unknown): void {
  if (typeof parent !== "object" || parent === null) return;
  const name = step.replace(/^\[(.*)\]$/, "$1");
  const names = name === "" || name === "*" ? Object.keys(parent) : [name];
  for (const one of names) {
    if (rest.length === 0) Object.assign(parent, { [one]: value });
    else setAt(new Map(Object.entries(parent)).get(one), rest, value);
  }
}
