import { describe, expect, it } from "vitest";
import { idParameter, integerParameter, integerQuery, rangesQuery } from "./parameters.ts";
import { RestError } from "./rest-error.ts";

const query = (text: string) => new URLSearchParams(text);

function refusal(run: () => unknown): RestError {
  try {
    run();
  } catch (error) {
    if (error instanceof RestError) return error;
  }
  throw new Error("nothing was refused");
}

describe("parameters", () => {
  it("refuses an id that is not 32 hex digits, in Flink's words", () => {
    const error = refusal(() => idParameter("jobid", "xyz"));
    expect(error.status).toBe(400);
    expect(error.texts).toEqual([
      'org.apache.flink.runtime.rest.handler.RestHandlerException: Bad request, could not parse parameters: Cannot resolve path parameter (jobid) from value "xyz".',
    ]);
  });

  it("reads ids in capitals", () => {
    expect(idParameter("jobid", "F4D5B097A90A7D463E51CAAFBE30028A")).toBe("f4d5b097a90a7d463e51caafbe30028a");
  });

  it("refuses numbers that are none", () => {
    expect(refusal(() => integerParameter("checkpointid", "1.5")).status).toBe(400);
    expect(refusal(() => integerQuery(query("maxExceptions=many"), "maxExceptions")).status).toBe(400);
    expect(integerQuery(query(""), "maxExceptions")).toBeUndefined();
  });

  it("reads numbers and ranges of subtasks", () => {
    expect(rangesQuery(query("subtasks=0,2-4"), "subtasks")).toEqual(new Set([0, 2, 3, 4]));
    expect(refusal(() => rangesQuery(query("subtasks=a-b"), "subtasks")).status).toBe(400);
  });
});
