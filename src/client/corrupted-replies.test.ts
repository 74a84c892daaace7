// Every recorded reply of every call, damaged in every way: it is read, or refused with an error that names the call.
import { expect, it } from "vitest";

import { loadAllRecordings } from "../../mocks/recordings.ts";
import { matchEndpoint } from "../rest/match-endpoint.ts";
import { ROUTES } from "../rest/routes.ts";
import { CORRUPTIONS } from "../testing/corruptions.ts";
import { createFlinkClient } from "./flink-client.ts";
import { ResponseShapeError } from "./response-shape-error.ts";

/** The first good reply of each call that answers JSON. */
const samples = new Map(
  loadAllRecordings()
    .flatMap(({ calls }) => calls)
    .filter(({ status, method }) => status === 200 && method === "GET")
    .toReversed()
    .flatMap(({ path, reply }) => {
      const match = matchEndpoint("GET", new URL(path, "http://flink").pathname);
      return match === undefined || ROUTES[match.id].reply !== "json" ? [] : [[match.id, { match, text: JSON.stringify(reply) }] as const];
    }),
);

it("has a reply of each call that pages are made of", () => {
  expect(samples.size).toBeGreaterThan(35);
});

it.each(CORRUPTIONS)("$name: read, or refused by name", async ({ damage, isRefused }) => {
  for (const [id, { match, text }] of samples) {
    const body = damage(text);
    const client = createFlinkClient(() => Promise.resolve(new Response(body)), "test");
    // The match has this call's parameters.
    const outcome: unknown = await client.call(id, match.params as never, {} as never).catch((error: unknown) => error);
    if (outcome instanceof Error) {
      expect(outcome, id).toBeInstanceOf(ResponseShapeError);
      expect(outcome.message, id).toMatch(/^The reply of test to GET \//);
    } else {
      expect(isRefused, `${id} is read`).toBe(false);
    }
  }
});
