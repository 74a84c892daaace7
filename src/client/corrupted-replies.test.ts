// Every recorded reply of every call, damaged in every way: it is read, or refused with an error that names the call.
import { expect, it } from "vitest";
import * as z from "zod/mini";

import { loadAllRecordings } from "../../mocks/recordings.ts";
import { atOnce } from "../base/in-slices.ts";
import { ENDPOINTS } from "../rest/endpoints.ts";
import { matchEndpoint } from "../rest/match-endpoint.ts";
import { ROUTES } from "../rest/routes.ts";
import { CORRUPTIONS } from "../testing/corruptions.ts";
import { createFlinkClient } from "./flink-client.ts";
import { parseSteps } from "./parse-steps.ts";
import { describeIssue, ResponseShapeError } from "./response-shape-error.ts";

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

it.each(CORRUPTIONS)("$name: the same outcome in steps as with the schema alone", ({ damage }) => {
  for (const [id, { text }] of samples) {
    const reply = readJson(damage(text));
    const schema: z.ZodMiniType = ENDPOINTS[id].response;
    expect(outcomeOf(atOnce(parseSteps(schema, reply))), id).toEqual(outcomeOf(z.safeParse(schema, reply)));
  }
});

function outcomeOf(parsed: z.core.util.SafeParseResult<unknown>): unknown {
  // With several faults, both name one of them, but not always the same.
  return parsed.success ? parsed.data : /^[a-z]/i.test(describeIssue(parsed.error).field);
}

/** Undefined if it is not JSON. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

it("yields after each element of a long list, and names the place of a fault in it", () => {
  const schema = z.object({ count: z.number(), subtasks: z.array(z.object({ subtask: z.number() })) });
  const replyOf = (last: unknown) => ({
    count: 1,
    subtasks: [...Array.from({ length: 99 }, (_, subtask) => ({ subtask })), { subtask: last }],
  });
  expect([...parseSteps(schema, replyOf(99))]).toHaveLength(100);
  const parsed = atOnce(parseSteps(schema, replyOf("x")));
  expect(parsed.success ? undefined : describeIssue(parsed.error)).toEqual({
    field: "subtasks[99].subtask",
    found: "it should be of type number",
  });
});
