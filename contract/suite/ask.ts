// A call by its path, and its reply in the form that is compared.
import type { ComparedReply } from "../contract-walker.ts";
import type { Backend } from "./backend.ts";

/** Transports use only the part after the origin. */
export const ANY_ORIGIN = "http://cluster.invalid";

/** The reply with any status, parsed if it is JSON. */
export async function askPath({ client }: Backend, method: string, path: string, body?: unknown): Promise<ComparedReply> {
  const json = body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } };
  const response = await client.request(new Request(ANY_ORIGIN + path, { method, ...json }));
  const contentType = response.headers.get("content-type") ?? "";
  const text = await response.text();
  const isJson = contentType.startsWith("application/json");
  const reply: unknown = isJson ? JSON.parse(text === "" ? "{}" : text) : text;
  return { status: response.status, contentType, reply };
}
