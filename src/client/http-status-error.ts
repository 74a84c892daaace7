import type { EndpointId } from "../rest/routes.ts";

/** The cluster answered, and the answer is no. `message` is its reason as a sentence; `reply` its texts, unchanged. */
export class HttpStatusError extends Error {
  override readonly name = "HttpStatusError";
  readonly endpoint: EndpointId;
  readonly status: number;
  readonly reply: string;

  constructor(endpoint: EndpointId, status: number, errors: readonly string[]) {
    super(errorSentence(status, errors));
    this.endpoint = endpoint;
    this.status = status;
    this.reply = errors.join("\n");
  }
}

/**
 * What a person should read of Flink's error texts: the first line that says something, without "Internal server error.", the
 * frame around server-side exceptions, class names and stack.
 */
export function errorSentence(status: number, errors: readonly string[]): string {
  const lines = errors
    .flatMap((text) => text.split("\n"))
    .map((line) => line.replace(/^(<?Exception on server side:|End of exception on server side>)/, "").trim())
    .filter((line) => line !== "" && !line.startsWith("at ") && line !== "Internal server error.");
  const sentence = lines[0]?.replace(/^([\w$]+\.)+[\w$]+:\s*/, "");
  return sentence === undefined || sentence === "" ? `The cluster answered with status ${String(status)} and no reason.` : sentence;
}
