// Makes the call of one row and answers what is wrong with the reply.
import { buildPath } from "../../src/rest/build-path.ts";
import { ENDPOINTS, type ResponseBody } from "../../src/rest/endpoints.ts";
import { errorReplySchema } from "../../src/rest/errors.ts";
import { ROUTES } from "../../src/rest/routes.ts";
import * as z from "zod/mini";
import { ANY_ORIGIN } from "./ask.ts";
import { until } from "./backend.ts";
import { type Check, type FlinkEndpointId, untrue } from "./check.ts";
import type { Scene } from "./scene.ts";

const SHOWN_CHARACTERS = 1_500;
/** How long a claim may take to become true, ms: against a hang, and shorter than the limit of a test, whose message would say less. */
const PATIENCE_MS = 240_000;

/** Faults in words: status, content type, schema, and the sentences that are not true. Empty if the row holds. */
export async function runCheck<Id extends FlinkEndpointId>(id: Id, check: Check<Id>, scene: Scene): Promise<readonly string[]> {
  const { backend } = scene;
  const expected = typeof check.status === "function" ? check.status(backend) : (check.status ?? 200);
  let pending: readonly string[] = [];
  let last = "";
  const read = async () => {
    await check.before?.(scene);
    scene.askedMs = backend.nowMs();
    const answer = await ask(id, check, scene);
    if (check.eventually === undefined) return answer;
    last = answer.text;
    if (answer.status !== expected) {
      pending = [`status ${String(answer.status)} instead of ${String(expected)}`];
      return undefined;
    }
    if (expected >= 400) return answer;
    const reply = parse(id, answer.text, expected);
    if (reply.error !== undefined) return answer;
    pending = untrue(check.eventually(reply.data, scene));
    return pending.length === 0 ? answer : undefined;
  };
  const { status, contentType, text } = await until(
    backend,
    () => `${id}: ${pending.join(", ")}: ${last.slice(0, SHOWN_CHARACTERS)}`,
    read,
    PATIENCE_MS,
  );
  const shown = `${String(status)} ${text.slice(0, SHOWN_CHARACTERS)}`;
  if (status !== expected) return [`status ${String(status)} instead of ${String(expected)}: ${shown}`];
  const isText = ROUTES[id].reply === "text" && status < 400;
  if (!contentType.startsWith(isText ? "text/plain" : "application/json")) return [`content type ${contentType}`];
  const parsed = parse(id, text, status);
  if (parsed.error !== undefined) return [`${parsed.error}: ${shown}`];
  if (status >= 400) return [];
  const faults = untrue(check.means(parsed.data, scene));
  const later = check.afterwards === undefined ? [] : untrue(await check.afterwards(scene, parsed.data));
  return faults.length === 0 ? later : [...faults, ...later, shown];
}

async function ask<Id extends FlinkEndpointId>(id: Id, check: Check<Id>, scene: Scene) {
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
  const parsed = z.safeParse(schema, ROUTES[id].reply === "text" && !isError ? text : JSON.parse(text === "" ? "{}" : text));
  // The schema of this very row has just accepted it; nobody looks into an error.
  return parsed.success ? { data: parsed.data as ResponseBody<Id> } : { error: z.prettifyError(parsed.error) };
}
