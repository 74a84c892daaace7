import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { ENDPOINTS } from "../src/rest/endpoints.ts";
import type { Route } from "../src/rest/route.ts";
import { type EndpointId, ROUTES } from "../src/rest/routes.ts";

/** The JSON schema dialect of Flink's snapshot. */
interface FlinkSchema {
  readonly type?: string;
  readonly id?: string;
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, FlinkSchema>>;
  readonly additionalProperties?: FlinkSchema;
  readonly items?: FlinkSchema;
  readonly enum?: readonly string[];
}

interface FlinkCall {
  readonly method: string;
  readonly url: string;
  readonly pathParameters: readonly string[];
  readonly queryParameters: readonly string[];
  readonly response: FlinkSchema;
}

/** The part of JSON Schema that our schemas use. */
interface OurSchema {
  readonly type?: string | readonly string[];
  readonly const?: string;
  readonly enum?: readonly string[];
  readonly anyOf?: readonly OurSchema[];
  readonly oneOf?: readonly OurSchema[];
  readonly properties?: Readonly<Record<string, OurSchema>>;
  readonly additionalProperties?: OurSchema | false;
  readonly items?: OurSchema;
}

/**
 * Accepted differences from the snapshot, each with its reason. `where` is `<endpoint><place>`,
 * exact.
 */
const ALLOWED: readonly { readonly where: RegExp; readonly why: string }[] = [
  { where: /\.className: /, why: "Jackson's type tag: on the wire, not in the snapshot" },
  {
    where: /^(checkpoint|checkpoints\.history\[\])\.(external_path|discarded|failure_timestamp|failure_message): /,
    why: "of the subclass: the snapshot describes only the base class here",
  },
  {
    where:
      /^checkpointSubtasks\.subtasks\[\]\.(ack_timestamp|end_to_end_duration|checkpointed_size|state_size|checkpoint|alignment|start_delay|unaligned_checkpoint|aborted): /,
    why: "of the subclass: the snapshot describes only the base class here",
  },
  {
    where: /^(savepointStatus|checkpointStatus|disposalStatus)\.operation\./,
    why: "of whichever operation it is: the snapshot says only Object",
  },
  {
    where: /^(vertex|vertexSubtaskTimes)\.subtasks\[\]\.host: |^(subtask|subtaskAttempt)\.host: |\.other-concurrent-attempts\[\]\.host: /,
    why: "1.20 only",
  },
  {
    where: /^(resourceRequirements): a map instead of an object$/,
    why: "Jackson writes the map itself; the snapshot shows the class around it",
  },
  { where: /^subtasksAccumulators\.subtasks\[\]\.host: /, why: "1.20 only" },
  { where: /^vertexTaskManagers\.taskmanagers\[\]\.host: /, why: "1.20 only" },
  { where: /^jobExceptions\.(root-exception|timestamp|all-exceptions|truncated): /, why: "1.20 only" },
  { where: /^jobExceptions\..*\.location: /, why: "1.20 only" },
  { where: /^taskManager\.metrics\.memorySegments(Available|Total): /, why: "1.20 only" },
];

const snapshot = JSON.parse(readFileSync(join(import.meta.dirname, "fixtures", "stability-snapshot.json"), "utf8")) as FlinkCall[];

function definitionsIn(schema: FlinkSchema, found = new Map<string, FlinkSchema>()): Map<string, FlinkSchema> {
  if (schema.id !== undefined && schema.properties !== undefined) found.set(schema.id, schema);
  const children = [...Object.values(schema.properties ?? {}), schema.items, schema.additionalProperties];
  for (const child of children) if (child !== undefined) definitionsIn(child, found);
  return found;
}

/** Declarations that Flink does not have, as `<place>: <what>`. */
function* compare(ours: OurSchema, theirs: FlinkSchema, place: string, defined: Map<string, FlinkSchema>): Generator<string> {
  const flink = theirs.$ref === undefined ? theirs : (defined.get(theirs.$ref) ?? { type: "any" });
  if (flink.type === "any") return;
  // Any Java reference may be null, and the snapshot never says which, so null matches everything.
  if (ours.type === "null") return;
  if (Array.isArray(ours.type)) {
    for (const type of ours.type) yield* compare({ ...ours, type }, theirs, place, defined);
    return;
  }
  const options = ours.anyOf ?? ours.oneOf;
  if (options !== undefined) {
    for (const option of options) yield* compare(option, flink, place, defined);
    return;
  }
  if (ours.type === undefined && ours.enum === undefined && ours.const === undefined) return;

  const words = ours.enum ?? (ours.const === undefined ? undefined : [ours.const]);
  if (words !== undefined) {
    // Non-finite doubles are sent as text, but the snapshot says "number".
    if (flink.type === "number" && words.every((word) => ["NaN", "Infinity", "-Infinity"].includes(word))) return;
    if (flink.type !== "string") yield `${place}: words instead of ${flink.type}`;
    for (const word of words) if (flink.enum !== undefined && !flink.enum.includes(word)) yield `${place}: unknown word ${word}`;
    return;
  }
  const type = String(ours.type);
  switch (type) {
    case "object":
      yield* compareObject(ours, flink, place, defined);
      return;
    case "array":
      if (flink.type !== "array") yield `${place}: array instead of ${flink.type}`;
      else if (ours.items !== undefined && flink.items !== undefined) yield* compare(ours.items, flink.items, `${place}[]`, defined);
      return;
    case "number":
    case "integer":
      if (flink.type !== "number" && flink.type !== "integer") yield `${place}: number instead of ${flink.type}`;
      return;
    default:
      if (type !== flink.type) yield `${place}: ${type} instead of ${flink.type}`;
  }
}

function* compareObject(ours: OurSchema, flink: FlinkSchema, place: string, defined: Map<string, FlinkSchema>): Generator<string> {
  if (flink.type !== "object") {
    yield `${place}: object instead of ${flink.type}`;
    return;
  }
  const values = ours.additionalProperties;
  if (typeof values === "object") {
    if (flink.additionalProperties !== undefined) {
      yield* compare(values, flink.additionalProperties, `${place}{}`, defined);
    } else if (flink.properties !== undefined) yield `${place}: a map instead of an object`;
    return;
  }
  for (const [key, value] of Object.entries(ours.properties ?? {})) {
    const theirs = flink.properties?.[key] ?? flink.additionalProperties;
    if (theirs === undefined) yield `${place}.${key}: not in Flink's snapshot`;
    else yield* compare(value, theirs, `${place}.${key}`, defined);
  }
}

function differences(id: EndpointId, call: FlinkCall): string[] {
  const ours = z.toJSONSchema(ENDPOINTS[id].response, { io: "input" }) as OurSchema;
  return [...compare(ours, call.response, id, definitionsIn(call.response))];
}

function find(route: Route): FlinkCall | undefined {
  return snapshot.find((call) => call.method === route.method && call.url === route.path);
}

const flinkRoutes = Object.entries<Route>(ROUTES).filter(([, route]) => route.contract === 1 && route.documented) as [EndpointId, Route][];

describe("the endpoint table and Flink's stability snapshot", () => {
  it.each(flinkRoutes)("agree on %s", (id, route) => {
    const call = find(route);
    if (call === undefined) throw new Error(`${route.method} ${route.path} is not in Flink's snapshot`);
    const pathParams = [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => name);
    expect(call.pathParameters).toEqual(pathParams);
    expect(call.queryParameters).toEqual(expect.arrayContaining(Object.keys(route.query)));
    expect(differences(id, call).filter((difference) => !ALLOWED.some(({ where }) => where.test(difference)))).toEqual([]);
  });

  it("have no listed difference that does not occur", () => {
    const all = flinkRoutes.flatMap(([id, route]) => {
      const call = find(route);
      return call === undefined ? [] : differences(id, call);
    });
    expect(ALLOWED.filter(({ where }) => !all.some((difference) => where.test(difference)))).toEqual([]);
  });

  it("has no call that the table declares as missing in it", () => {
    expect(Object.values<Route>(ROUTES).filter((route) => !route.documented && find(route) !== undefined)).toEqual([]);
  });

  it("would differ by a field, a type or a word", () => {
    const flink: FlinkSchema = {
      type: "object",
      properties: {
        size: { type: "integer" },
        state: { type: "string", enum: ["A", "B"] },
        tags: { type: "array", items: { type: "string" } },
      },
    };
    const wrong = z.object({ size: z.string(), state: z.enum(["A", "C"]), tags: z.array(z.number()), extra: z.number() });
    expect([...compare(z.toJSONSchema(wrong) as OurSchema, flink, "x", new Map())]).toEqual([
      "x.size: string instead of integer",
      "x.state: unknown word C",
      "x.tags[]: number instead of string",
      "x.extra: not in Flink's snapshot",
    ]);
    const right = z.object({ size: z.number(), state: z.enum(["A"]) });
    expect([...compare(z.toJSONSchema(right) as OurSchema, flink, "x", new Map())]).toEqual([]);
  });
});
