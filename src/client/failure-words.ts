import { visibleText } from "../base/visible-text.ts";
import { HttpStatusError } from "./http-status-error.ts";

/** A failure for a person: a sentence, and the whole text to show on request. */
export type FailureWords = { readonly words: string; readonly reply: string | undefined };

const CLASS_NAMES = /^(?:(?:[\w$]+\.)+[\w$]+:\s*)+/;
const CAUSED_BY = /^Caused by:\s*/;

/**
 * What went wrong at the root of a Java stack trace, without class names: the innermost cause that says something. Flink wraps
 * what matters ("Could not execute application." around "Cannot find checkpoint …").
 */
export function rootCauseWords(stackTrace: string): string | undefined {
  const lines = stackTrace.split("\n").map((line) => line.replace(/^<?Exception on server side:/, "").trim());
  // One pass each: the text may be a megabyte of a program's own.
  const first = lines.find(isMeaningful);
  const cause = lines.findLast((line) => CAUSED_BY.test(line) && wordsOf(line) !== "") ?? first;
  const words = cause === undefined ? "" : wordsOf(cause);
  return words === "" ? undefined : words;
}

function wordsOf(head: string): string {
  return withoutClassNames(head.replace(CAUSED_BY, ""));
}

/** A class that is not found is all that such an error says: there its own name is the sentence. */
function withoutClassNames(head: string): string {
  const words = head.replace(CLASS_NAMES, "");
  const kind = /(?:ClassNotFoundException|NoClassDefFoundError|NoSuchMethodError)(?=:)/.exec(head)?.[0];
  return kind === undefined || words === "" ? words : `${kind}: ${words}`;
}

function isMeaningful(line: string): boolean {
  return line !== "" && line !== "Internal server error." && !line.startsWith("at ");
}

/** The words of whatever a call was rejected with, which name the call. They may be a program's own, so what cannot be seen in them is made visible. */
export function failureWords(error: unknown): FailureWords {
  if (error instanceof HttpStatusError) {
    const cause = rootCauseWords(error.reply);
    const words = cause === undefined ? error.message : error.messageWith(cause);
    return { words: visibleText(words), reply: error.reply === "" ? undefined : visibleText(error.reply) };
  }
  return { words: visibleText(error instanceof Error ? error.message : String(error)), reply: undefined };
}
