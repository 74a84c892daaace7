import { visibleText } from "../base/visible-text.ts";
import { HttpStatusError } from "./http-status-error.ts";
import { TransportError } from "./transport.ts";

/** A failure as text: a sentence, and the full text to show on request. */
export type FailureWords = { readonly words: string; readonly reply: string | undefined };

const CLASS_NAMES = /^(?:(?:[\w$]+\.)+[\w$]+:\s*)+/;
const CAUSED_BY = /^Caused by:\s*/;

/**
 * The root cause in a Java stack trace, without class names: the innermost cause with a message.
 * Flink wraps the relevant one ("Could not execute application." around "Cannot find checkpoint
 * …").
 */
export function rootCauseWords(stackTrace: string): string | undefined {
  const lines = stackTrace.split("\n").map((line) => line.replace(/^<?Exception on server side:/, "").trim());
  // One pass each, because the text may be a megabyte of a program's output.
  const first = lines.find(isMeaningful);
  const cause = lines.findLast((line) => CAUSED_BY.test(line) && wordsOf(line) !== "") ?? first;
  const words = cause === undefined ? "" : wordsOf(cause);
  return words === "" ? undefined : words;
}

function wordsOf(head: string): string {
  return withoutClassNames(head.replace(CAUSED_BY, ""));
}

/** For a missing class, the error consists only of its name, which then is the sentence. */
function withoutClassNames(head: string): string {
  const words = head.replace(CLASS_NAMES, "");
  const kind = /(?:ClassNotFoundException|NoClassDefFoundError|NoSuchMethodError)(?=:)/.exec(head)?.[0];
  return kind === undefined || words === "" ? words : `${kind}: ${words}`;
}

function isMeaningful(line: string): boolean {
  return line !== "" && line !== "Internal server error." && !line.startsWith("at ");
}

/**
 * The message of a failed call, which contains the call. It may contain a program's text, so
 * invisible characters are made visible.
 */
export function failureWords(error: unknown): FailureWords {
  if (error instanceof HttpStatusError) {
    const cause = error.isFromGateway ? undefined : rootCauseWords(error.reply);
    const words = cause === undefined ? error.message : error.messageWith(cause);
    return { words: visibleText(words), reply: error.reply === "" ? undefined : visibleText(error.reply) };
  }
  return { words: visibleText(error instanceof Error ? error.message : String(error)), reply: undefined };
}

/**
 * Whether a gateway in front of the page's own server requires a login, so reloading the page leads
 * to it. Drey's server cannot sign in to a gateway behind it: its 401 has Flink's format and says
 * what to do.
 */
export function needsSignIn(error: Error | null): boolean {
  if (error instanceof TransportError) return error.kind === "redirected";
  return error instanceof HttpStatusError && error.isFromGateway && error.status === 401;
}
