import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { ENDPOINTS } from "../src/rest/endpoints.ts";
import { errorReplySchema } from "../src/rest/errors.ts";
import { matchEndpoint } from "../src/rest/match-endpoint.ts";
import { loadAllRecordings, type RecordedCall } from "../mocks/recordings.ts";

const recordings = loadAllRecordings();

function schemaFor(call: RecordedCall): z.ZodMiniType {
  if (call.status >= 400) return errorReplySchema;
  const match = matchEndpoint(call.method, new URL(call.path, "http://flink").pathname);
  if (match === undefined) throw new Error(`${call.method} ${call.path} is not in the table`);
  return ENDPOINTS[match.id].response;
}

/** Places that `reply` has and `parsed` does not. Array positions and map keys are ignored. */
function droppedKeys(reply: unknown, parsed: unknown, place: string): string[] {
  if (Array.isArray(reply) && Array.isArray(parsed)) {
    return reply.flatMap((item, index) => droppedKeys(item, parsed[index], `${place}[]`));
  }
  if (typeof reply !== "object" || reply === null || typeof parsed !== "object" || parsed === null) return [];
  const kept = new Map(Object.entries(parsed));
  return Object.entries(reply).flatMap(([key, value]) =>
    kept.has(key) ? droppedKeys(value, kept.get(key), `${place}.${key}`) : [`${place}.${key}`],
  );
}

describe.each(recordings)("$name", ({ calls }) => {
  it("parses with the schemas", () => {
    expect(calls.length).toBeGreaterThan(0);
    for (const call of calls) {
      const result = z.safeParse(schemaFor(call), call.reply);
      expect(result.error && z.prettifyError(result.error), `${call.method} ${call.path}`).toBeUndefined();
    }
  });
});

it("declares every key that live Flink sends", () => {
  const dropped = recordings.flatMap(({ calls }) =>
    calls.flatMap((call) => {
      const id = matchEndpoint(call.method, new URL(call.path, "http://flink").pathname)?.id ?? "error";
      return droppedKeys(call.reply, z.parse(schemaFor(call), call.reply), id);
    }),
  );
  expect([...new Set(dropped)].toSorted()).toEqual([]);
});

it("distinguishes a wrong reply from a right one", () => {
  const job = recordings.flatMap(({ calls }) => calls).find((call) => /^\/jobs\/[0-9a-f]{32}$/.test(call.path) && call.status === 200);
  expect(z.safeParse(ENDPOINTS.job.response, job?.reply).success).toBe(true);
  expect(z.safeParse(ENDPOINTS.job.response, { ...Object(job?.reply), vertices: {} }).success).toBe(false);
});
