import { pageText } from "../base/page-text.ts";
import { gatewayStatus } from "../rest/gateway-status.ts";
import { type EndpointId, ROUTES } from "../rest/routes.ts";
import type { UpstreamFault } from "../rest/upstream-fault.ts";
import { callName } from "./transport.ts";

/**
 * A call as errors name it. `path` may have a query; `cluster` is the cluster's name on the screen.
 */
export interface FailedCall {
  readonly endpoint: EndpointId;
  readonly path: string;
  readonly cluster: string;
}

/**
 * The cluster, or a gateway in front of it, answered with an error status. `message` names the call,
 * the cluster and the reason.
 */
export class HttpStatusError extends Error {
  override readonly name = "HttpStatusError";
  readonly endpoint: EndpointId;
  readonly status: number;
  /** The reason as a sentence; undefined if the reply has none. */
  readonly reason: string | undefined;
  /** The texts of the reply, unchanged. */
  readonly reply: string;
  /** Whether the reply does not have Flink's format, so a gateway in front of the cluster sent it. */
  readonly isFromGateway: boolean;
  /** Why Drey's proxy answered itself; undefined for any other reply. */
  readonly upstreamFault: UpstreamFault | undefined;
  readonly #call: FailedCall;

  /** `errors` are the texts of Flink's reply. A gateway's reply is one text. */
  constructor(call: FailedCall, status: number, errors: readonly string[] | string, upstreamFault?: UpstreamFault) {
    const isFromGateway = typeof errors === "string";
    const reason = isFromGateway ? gatewayReason(status, errors) : errorSentence(errors);
    super(refusalWords(call, status, reason));
    this.endpoint = call.endpoint;
    this.status = status;
    this.reason = reason;
    this.reply = isFromGateway ? errors : errors.join("\n");
    this.isFromGateway = isFromGateway;
    this.upstreamFault = upstreamFault;
    this.#call = call;
  }

  /** The message with a more specific reason. */
  messageWith(reason: string): string {
    return refusalWords(this.#call, this.status, reason);
  }
}

/**
 * Whether the cluster answered that the resource does not exist. Other failures say nothing about
 * it, and neither does the 404 of a gateway whose cluster is restarting.
 */
export function isNotFound(error: unknown): boolean {
  return error instanceof HttpStatusError && error.status === 404 && !error.isFromGateway;
}

/** What the status of a gateway means, and its own words as text. */
function gatewayReason(status: number, reply: string): string | undefined {
  const own = pageText(reply);
  const meaning = gatewayStatus(status);
  if (meaning === undefined) return own;
  const sentences = `A gateway in front of the cluster ${meaning.does}. ${meaning.advice}`;
  return own === undefined ? sentences : `${sentences} It says: ${own}`;
}

function refusalWords({ endpoint, path, cluster }: FailedCall, status: number, reason: string | undefined): string {
  const failed = `${callName(ROUTES[endpoint].method, path)} failed on ${cluster} with status ${String(status)}`;
  return reason === undefined ? `${failed}. The cluster gave no reason.` : `${failed}: ${reason}`;
}

/** A page of HTML has no first sentence, so only this many characters of a line are shown. */
const LONGEST_SENTENCE = 300;

/**
 * The readable part of Flink's error texts: the first line with content, without "Internal server
 * error.", the frame around server-side exceptions, class names and stack. Undefined if there is
 * none.
 */
export function errorSentence(errors: readonly string[]): string | undefined {
  const lines = errors
    .flatMap((text) => text.split("\n"))
    .map((line) => line.replace(/^(<?Exception on server side:|End of exception on server side>)/, "").trim())
    .filter((line) => line !== "" && !line.startsWith("at ") && line !== "Internal server error.");
  const sentence = lines[0]?.replace(/^([\w$]+\.)+[\w$]+:\s*/, "");
  if (sentence === undefined || sentence === "") return undefined;
  return sentence.length > LONGEST_SENTENCE ? `${sentence.slice(0, LONGEST_SENTENCE)} …` : sentence;
}
