import { describe, expect, it } from "vitest";
import { errResult, okResult, type Result } from "./result.ts";

function parsePort(text: string): Result<number, string> {
  const port = Number(text);
  return Number.isInteger(port) ? okResult(port) : errResult(`not a port: ${text}`);
}

describe("Result", () => {
  it("carries the value of a success", () => {
    const port = parsePort("8081");
    expect(port.ok && port.value).toBe(8081);
  });

  it("carries the error of a failure", () => {
    const port = parsePort("x");
    expect(!port.ok && port.error).toBe("not a port: x");
  });
});
