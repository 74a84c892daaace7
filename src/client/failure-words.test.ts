import { expect, test } from "vitest";

import { failureWords, rootCauseWords } from "./failure-words.ts";
import { HttpStatusError } from "./http-status-error.ts";

const FRAME = "\n\tat a.B.c(B.java:1)";

test("the innermost cause that says something is told, without class names", () => {
  const trace = `a.RestHandlerException: Could not execute application.${FRAME}\nCaused by: java.io.FileNotFoundException: Cannot find it${FRAME}`;
  expect(rootCauseWords(trace)).toBe("Cannot find it");
});

test("a class that is not there is called that, not by its bare name", () => {
  const trace = `a.R: Could not run.${FRAME}\nCaused by: java.lang.ClassNotFoundException: org.apache.flink.api.connector.sink2.Sink${FRAME}`;
  expect(rootCauseWords(trace)).toBe("ClassNotFoundException: org.apache.flink.api.connector.sink2.Sink");
});

test("what a program threw cannot turn the direction of the sentence, nor of the whole reply", () => {
  const failure = failureWords(new HttpStatusError("runJar", 400, [`java.lang.Exception: \u202eesrever\u0007${FRAME}`]));
  expect(failure.words).toBe("⟨U+202E⟩esrever␇");
  expect(failure.reply).toContain("Exception: ⟨U+202E⟩esrever␇");
});
