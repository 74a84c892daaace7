import { describe, expect, it } from "vitest";
import { buildPath } from "./build-path.ts";
import { matchEndpoint } from "./match-endpoint.ts";

describe("buildPath", () => {
  it("fills in the parameters of the template", () => {
    expect(buildPath("subtask", { jobid: "j", vertexid: "v", subtaskindex: "0" }, {})).toBe("/jobs/j/vertices/v/subtasks/0");
  });

  it("encodes what a path or a query cannot hold", () => {
    const path = buildPath("taskManager", { taskmanagerid: "host:1/a b?" }, {});
    expect(path).toBe("/taskmanagers/host%3A1%252Fa%20b%253F");
    expect(matchEndpoint("GET", path)?.params).toEqual({ taskmanagerid: "host:1/a b?" });
  });

  it.each(["100%.log", "my%20log.log", "a+b.log", "a/b", "c#d?e.log", "Grüße ✓.log", "a%252Fb"])(
    "names %j to Flink, which decodes twice",
    (filename) => {
      const sent = buildPath("jobManagerLogFile", { filename }, {});
      // As RouterHandler and Router#decodePathTokens do.
      const once = decodeURIComponent(sent);
      const [path = ""] = once.split("?", 1);
      const tokens = path.split("/").map((token) => decodeURIComponent(token.replaceAll("+", " ")));
      expect(tokens).toEqual(["", "jobmanager", "logs", filename]);
      expect(matchEndpoint("GET", sent)?.params).toEqual({ filename });
    },
  );

  it("writes lists with commas, as Flink reads them, and leaves out what is undefined", () => {
    expect(buildPath("subtasksMetrics", { jobid: "j", vertexid: "v" }, { get: ["a.b", "c&d"], agg: undefined, subtasks: "0-2" })).toBe(
      "/jobs/j/vertices/v/subtasks/metrics?get=a.b,c%26d&subtasks=0-2",
    );
  });

  it("survives a dollar sign in a parameter", () => {
    expect(buildPath("job", { jobid: "$&" }, {})).toBe("/jobs/%24%26");
  });

  it("does not compile with parameters that the template does not have", () => {
    // @ts-expect-error -- /jobs/:jobid wants jobid
    expect(() => buildPath("job", { vertexid: "v" }, {})).toThrow("path parameter jobid of job is missing");
    // @ts-expect-error -- the records of a topic are asked for by partition and offset
    buildPath("playgroundRecords", { topic: "output" }, { partition: 0 });
    // @ts-expect-error -- /jobs has no query
    buildPath("jobs", {}, { get: "a" });
  });
});
