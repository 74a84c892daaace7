import { describe, expect, it } from "vitest";
import { ClickGenerator } from "./click-generator.ts";
import { Containers } from "./containers.ts";
import { createPlaygroundApi, type PlaygroundParts, readRecordsRequest } from "./playground-api.ts";
import { originOf } from "./stored-savepoints.ts";

describe("a request for records", () => {
  it("has a hundred committed records by default", () => {
    const request = { topic: "output", partition: 1, offset: 7, max: 100, isolation: "committed" };
    expect(readRecordsRequest("output", new URLSearchParams("partition=1&offset=7"))).toEqual(request);
  });

  it.each([
    ["offset=0", "partition must be a whole number of 0 or more"],
    ["partition=0&offset=-1", "offset must be a whole number of 0 or more"],
    ["partition=0&offset=0&max=10001", "max must be a whole number from 1 to 10000"],
    ["partition=0&offset=0&max=0", "max must be a whole number from 1 to 10000"],
    ["partition=0&offset=0&isolation=dirty", "isolation must be committed or all"],
  ])("%s is rejected with a message", (query, sentence) => {
    expect(readRecordsRequest("output", new URLSearchParams(query))).toBe(sentence);
  });
});

it("reads kind and job from a directory's name", () => {
  expect(originOf("flink-savepoints-directory/savepoint-f4d5b0-00f3fbf09ce9")).toEqual({ kind: "savepoint", jobId: "f4d5b0" });
  const jobId = "f4d5b097a90a7d463e51caafbe30028a";
  expect(originOf(`flink-checkpoints-directory/${jobId}/chk-45`)).toEqual({ kind: "checkpoint", jobId });
  expect(originOf(`flink-checkpoints-directory/${jobId}/shared`)).toBeUndefined();
});

it("resets the cluster that it was given", async () => {
  /** Its reset uses `this`, like that of a live cluster. */
  class Parts implements PlaygroundParts {
    readonly containers = new Containers(
      () => Promise.reject(new Error("nothing is started here")),
      () => undefined,
    );
    readonly generator = new ClickGenerator();
    readonly topicTool = undefined;
    resets = 0;

    savepoints() {
      return Promise.resolve([]);
    }

    drains() {
      return Promise.resolve([]);
    }

    reset(): void {
      this.resets++;
    }
  }
  const parts = new Parts();
  const request = { method: "POST", url: "/playground/reset" };
  expect(await createPlaygroundApi(parts)(request)).toMatchObject({ status: 202 });
  expect(parts.resets).toBe(1);
});
