// Makes the call of one row and returns the faults of the reply.
import { buildPath } from "../../src/rest/build-path.ts";
import { ENDPOINTS, type ResponseBody } from "../../src/rest/endpoints.ts";
import { errorReplySchema } from "../../src/rest/errors.ts";
import { ROUTES } from "../../src/rest/routes.ts";
import * as z from "zod/mini";
import { unknownWords } from "../contract-walker.ts";
import { ANY_ORIGIN } from "./ask.ts";
import { until } from "./backend.ts";
import type { Check, FlinkEndpointId } from "./check.ts";
import { failedClaims, is, startingWith } from "./claims.ts";
import type { Scene } from "./scene.ts";

const SHOWN_CHARACTERS = 500;
/**
 * The time for a claim to become true, ms. Only against a hang, and shorter than the limit of a
 * test, whose message would say less.
 */
const PATIENCE_MS = 240_000;

/**
 * The faults of the reply: status, content type, schema and failed claims. Each fault names the
 * call, the expected and the actual value. Empty if the row holds.
 */
export async function runCheck<Id extends FlinkEndpointId>(id: Id, check: Check<Id>, scene: Scene): Promise<readonly string[]> {
  const { backend } = scene;
  const expected = typeof check.status === "function" ? check.status(backend) : (check.status ?? 200);
  let pending: readonly string[] = [];
  const read = async () => {
    await check.before?.(scene);
    scene.askedMs = backend.nowMs();
    const answer = await ask(id, check, scene);
    if (check.eventually === undefined) return answer;
    pending = statusFaults(answer, expected);
    if (pending.length > 0) return undefined;
    if (expected >= 400) return answer;
    const reply = parse(id, answer.text, expected);
    if (reply.error !== undefined) return answer;
    pending = failedClaims(check.eventually(reply.data, scene));
    return pending.length === 0 ? answer : undefined;
  };
  const answer = await until(backend, () => [callOf(id, check, scene), ...pending].join("\n"), read, PATIENCE_MS);
  const faults = await faultsOf(id, check, scene, answer, expected);
  return faults.map((fault) => `${callOf(id, check, scene)}: ${fault}`);
}

async function faultsOf<Id extends FlinkEndpointId>(id: Id, check: Check<Id>, scene: Scene, answer: Answer, expected: number) {
  const { status, contentType, text } = answer;
  const wrongStatus = statusFaults(answer, expected);
  if (wrongStatus.length > 0) return wrongStatus;
  const isText = ROUTES[id].reply === "text" && status < 400;
  const wrongType = failedClaims({ "content type": is(contentType, startingWith(isText ? "text/plain" : "application/json")) });
  if (wrongType.length > 0) return wrongType;
  const parsed = parse(id, text, status);
  if (parsed.error !== undefined) return [`schema\n${parsed.error}\n  in ${text.slice(0, SHOWN_CHARACTERS)}`];
  if (status >= 400) return [];
  const faults = failedClaims(check.means(parsed.data, scene));
  const later = check.afterwards === undefined ? [] : failedClaims(await check.afterwards(scene, parsed.data));
  return [...faults, ...later];
}

/** With the reply, because an error contains its reason. */
function statusFaults({ status, text }: Answer, expected: number): readonly string[] {
  return failedClaims({ status: is(status, expected) }).map((fault) => `${fault}: ${text.slice(0, SHOWN_CHARACTERS)}`);
}

function callOf<Id extends FlinkEndpointId>(id: Id, check: Check<Id>, scene: Scene): string {
  const { params, query } = check.call(scene);
  return `${ROUTES[id].method} ${buildPath(id, params, query)}`;
}

interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
}

async function ask<Id extends FlinkEndpointId>(id: Id, check: Check<Id>, scene: Scene): Promise<Answer> {
  const { params, query, body, form } = check.call(scene);
  const json = body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } };
  const init = { method: ROUTES[id].method, ...(form === undefined ? json : { body: form }) };
  const response = await scene.backend.client.request(new Request(ANY_ORIGIN + buildPath(id, params, query), init));
  return { status: response.status, contentType: response.headers.get("content-type") ?? "", text: await response.text() };
}

type Parsed<Id extends FlinkEndpointId> = { data: ResponseBody<Id>; error?: undefined } | { data?: undefined; error: string };

function parse<Id extends FlinkEndpointId>(id: Id, text: string, status: number): Parsed<Id> {
  const isError = status >= 400;
  const schema: z.ZodMiniType = isError ? errorReplySchema : ENDPOINTS[id].response;
  const reply: unknown = ROUTES[id].reply === "text" && !isError ? text : JSON.parse(text === "" ? "{}" : text);
  const parsed = z.safeParse(schema, reply);
  if (!parsed.success) return { error: z.prettifyError(parsed.error) };
  const [unknown] = isError ? [] : unknownWords(id, reply);
  // The schema of this row has just accepted it, and errors are not inspected.
  return unknown === undefined ? { data: parsed.data as ResponseBody<Id> } : { error: unknown };
}
