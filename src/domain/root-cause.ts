import type { ExceptionEntry } from "../rest/exceptions.ts";

/** A cause in a stack trace: class without package, and message. Both are text from the cluster. */
export type Cause = { exception: string; message: string };

const CAUSE = /^(?:Caused by: )?([\w$.]+)(?:: (.*))?$/;

/** The parts of an exception history entry that name its cause. */
export type CausedEntry = Pick<ExceptionEntry, "stacktrace" | "exceptionName" | "concurrentExceptions">;

/** The root cause of a stack trace, or of a concurrent one. The exceptions above only wrap it. */
export function rootCause({ stacktrace, exceptionName, concurrentExceptions }: CausedEntry): Cause {
  const causes = [stacktrace, ...concurrentExceptions.map((one) => `Caused by: ${one.stacktrace}`)].flatMap((text) => text.split("\n"));
  const line = causes.findLast((one) => one.startsWith("Caused by: ")) ?? causes[0] ?? "";
  const match = CAUSE.exec(line);
  return match === null
    ? { exception: simpleName(exceptionName), message: line }
    : { exception: simpleName(match[1] ?? exceptionName), message: match[2] ?? "" };
}

/** `IllegalStateException` of `java.lang.IllegalStateException`. */
function simpleName(exceptionName: string): string {
  return exceptionName.split(/[.$]/).at(-1) ?? exceptionName;
}
