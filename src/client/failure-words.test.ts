import { expect, test } from "vitest";

import { failureWords, rootCauseWords } from "./failure-words.ts";
import { HttpStatusError } from "./http-status-error.ts";

const refusal = (status: number, text: string): HttpStatusError =>
  new HttpStatusError({ endpoint: "runJar", path: "/jars/a/run", cluster: "prod" }, status, [text]);

const FRAME = "\n\tat a.B.c(B.java:1)";

test("the innermost cause with a message is shown, without class names", () => {
  const trace = `a.RestHandlerException: Could not execute application.${FRAME}\nCaused by: java.io.FileNotFoundException: Cannot find it${FRAME}`;
  expect(rootCauseWords(trace)).toBe("Cannot find it");
});

test("a missing class is reported as missing, not by its bare name", () => {
  const trace = `a.R: Could not run.${FRAME}\nCaused by: java.lang.ClassNotFoundException: org.apache.flink.api.connector.sink2.Sink${FRAME}`;
  expect(rootCauseWords(trace)).toBe("ClassNotFoundException: org.apache.flink.api.connector.sink2.Sink");
});

test("a program's message cannot change the direction of the sentence or the reply", () => {
  const failure = failureWords(refusal(400, `java.lang.Exception: \u202eesrever\u0007${FRAME}`));
  expect(failure.words).toBe("POST /jars/a/run failed on prod with status 400: ⟨U+202E⟩esrever␇");
  expect(failure.reply).toContain("Exception: ⟨U+202E⟩esrever␇");
});

test("a cause of many empty lines is read in one pass", () => {
  // One pass per line would take most of a minute.
  const trace = `${"\n".repeat(100_000)}a.B: at last${FRAME}${"\nx".repeat(10_000)}`;
  expect(rootCauseWords(trace)).toBe("at last");
  expect(rootCauseWords("\n".repeat(100_000))).toBeUndefined();
});

test("a cause without a message is replaced by the exception around it", () => {
  expect(rootCauseWords(`a.B: outer${FRAME}\nCaused by: a.C: inner${FRAME}\nCaused by: a.D: ${FRAME}`)).toBe("inner");
  expect(rootCauseWords(`a.B: outer${FRAME}\nCaused by: a.C: ${FRAME}`)).toBe("outer");
});
