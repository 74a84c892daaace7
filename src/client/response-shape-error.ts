import type * as z from "zod/mini";
import { type EndpointId, ROUTES } from "../rest/routes.ts";
import type { FailedCall } from "./http-status-error.ts";
import { callName } from "./transport.ts";

/**
 * The error in a reply: its place, such as `vertices[0].status` (empty for the whole reply), and
 * the value found.
 */
interface WrongShape extends FailedCall {
  readonly field: string;
  readonly found: string;
  readonly reply: string;
}

/** The reply has another format than expected: another version of Flink, or a server in between. */
export class ResponseShapeError extends Error {
  override readonly name = "ResponseShapeError";
  readonly endpoint: EndpointId;
  readonly field: string;
  /** The text of the reply, unchanged. */
  readonly reply: string;

  constructor({ endpoint, path, cluster, field, found, reply }: WrongShape, options?: ErrorOptions) {
    const where = field === "" ? "" : ` at "${field}"`;
    super(
      `The reply of ${cluster} to ${callName(ROUTES[endpoint].method, path)} is not what Drey expects${where}: ${found}. Drey may not support the cluster's version.`,
      options,
    );
    this.endpoint = endpoint;
    this.field = field;
    this.reply = reply;
  }
}

/** The first error as text, with its place. */
export function describeIssue(error: z.core.$ZodError): { readonly field: string; readonly found: string } {
  const [issue] = error.issues;
  if (issue === undefined) return { field: "", found: "it does not parse" };
  const field = issue.path.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[${String(step)}]`;
    return text === "" ? String(step) : `${text}.${String(step)}`;
  }, "");
  return { field, found: foundInstead(issue) };
}

function foundInstead(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return `it should be of type ${issue.expected}`;
    case "invalid_value":
      return `it should be one of ${issue.values.map(String).join(", ")}`;
    case "unrecognized_keys":
      return `it has the unknown keys ${issue.keys.join(", ")}`;
    default:
      // Unions and map keys, whose issues only say that no alternative matched.
      return "it has an unknown type";
  }
}
