import { expect, test } from "vitest";

import { rootCauseWords } from "./failure-words.ts";

const FRAME = "\n\tat a.B.c(B.java:1)";

test("the innermost cause that says something is told, without class names", () => {
  const trace = `a.RestHandlerException: Could not execute application.${FRAME}\nCaused by: java.io.FileNotFoundException: Cannot find it${FRAME}`;
  expect(rootCauseWords(trace)).toBe("Cannot find it");
});

test("a class that is not there is called that, not by its bare name", () => {
  const trace = `a.R: Could not run.${FRAME}\nCaused by: java.lang.ClassNotFoundException: org.apache.flink.api.connector.sink2.Sink${FRAME}`;
  expect(rootCauseWords(trace)).toBe("ClassNotFoundException: org.apache.flink.api.connector.sink2.Sink");
});
