import { describe, expect, it } from "vitest";
import { assert } from "../../base/assert.ts";
import { errorInfoOf, TaskError } from "./error-info.ts";

function thrownBy(work: () => void): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

describe("errorInfoOf", () => {
  it("prints class, message and our own frames in the layout of a Java stack trace", () => {
    const { className, message, stack } = errorInfoOf(thrownBy(() => assert(false, "the sky is up")));
    expect(className).toBe("drey.AssertionError");
    expect(message).toBe("the sky is up");
    const lines = stack.split("\n");
    expect(lines[0]).toBe("drey.AssertionError: the sky is up");
    expect(lines[1]).toMatch(/^\tat drey\.assert\(assert\.ts:\d+\)$/);
    expect(lines.at(-1)).toBe("");
  });

  it("names the class that Flink raises, and the cause", () => {
    const error = new TaskError("java.io.IOException", "no", { cause: new TaskError("java.net.SocketException", "reset") });
    expect(errorInfoOf(error).stack).toMatch(/^java\.io\.IOException: no\n(\tat .*\n)+Caused by: java\.net\.SocketException: reset\n/);
  });

  it("shows no address of a file", () => {
    expect(errorInfoOf(new Error("x")).stack).not.toMatch(/https?:|file:|[/\\]/);
  });

  it("takes whatever was thrown", () => {
    expect(errorInfoOf("just text")).toEqual({ className: "drey.Error", message: "just text", stack: "drey.Error: just text\n" });
  });
});
