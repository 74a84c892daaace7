import { describe, expect, it } from "vitest";
import { errorSentence } from "./http-status-error.ts";

describe("errorSentence", () => {
  it.each([
    [
      "a class before the reason",
      ["org.apache.flink.runtime.rest.NotFoundException: Job 0 not found\n\tat org.apache.X.y(X.java:1)"],
      "Job 0 not found",
    ],
    [
      "a server-side exception in its frame",
      [
        "Internal server error.",
        "<Exception on server side:\norg.apache.flink.runtime.resourcemanager.exceptions.UnknownTaskExecutorException: No TaskExecutor registered under nope.\n\tat org.apache.X.y(X.java:1)\n\nEnd of exception on server side>",
      ],
      "No TaskExecutor registered under nope.",
    ],
    ["a sentence without a class", ["Unable to load requested file /nope."], "Unable to load requested file /nope."],
    ["a reason in one word", ["BadRequest: the body has to be JSON"], "BadRequest: the body has to be JSON"],
    ["a colon in the reason itself", ["a.b.C: no offset: 7"], "no offset: 7"],
    ["nothing to say", ["Internal server error."], undefined],
    ["no text at all", [], undefined],
  ])("reads %s", (_, errors, sentence) => {
    expect(errorSentence(errors)).toBe(sentence);
  });
});
