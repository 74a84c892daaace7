import { describe, expect, it } from "vitest";

import { jobPath, readJobLocation } from "./job-location.ts";

describe("readJobLocation", () => {
  it("reads tab, vertex and checkpoint", () => {
    expect(readJobLocation("j1", "checkpoints", "?checkpoint=181&vertex=v1")).toEqual({
      jobId: "j1",
      tab: "checkpoints",
      vertexId: "v1",
      checkpointId: 181,
    });
  });

  it("reads two checkpoints to compare, and ignores anything else", () => {
    expect(readJobLocation("j1", "checkpoints", "?view=compare&compare=44-45").comparedIds).toEqual([44, 45]);
    for (const text of ["44", "44-", "-1-2", "44-45-46", "a-b", "44.5-45", "1e3-4", `${"9".repeat(400)}-1`]) {
      expect(readJobLocation("j1", "checkpoints", `?compare=${text}`).comparedIds).toBeUndefined();
    }
  });

  it("reads the bookmarks of Flink's WebUI", () => {
    expect(readJobLocation("j1", "overview/v7/subtasks", "")).toMatchObject({ tab: "vertices", vertexId: "v7" });
    expect(readJobLocation("j1", "overview/v7/flamegraph", "")).toMatchObject({ tab: "flamegraph", vertexId: "v7" });
    expect(readJobLocation("j1", "exceptions", "")).toMatchObject({ tab: "exceptions" });
    for (const tab of ["dataskew", "timeline", "configuration", "cluster_configuration"] as const) {
      expect(readJobLocation("j1", tab, "").tab).toBe(tab);
    }
  });

  it("shows the graph for an unknown path, and ignores invalid selections", () => {
    expect(readJobLocation("j1", "nonsense", "?checkpoint=-1&vertex=")).toEqual({
      jobId: "j1",
      tab: "vertices",
      vertexId: undefined,
      checkpointId: undefined,
    });
  });
});

describe("jobPath", () => {
  it("is the inverse of reading", () => {
    const location = { jobId: "j1", tab: "checkpoints", vertexId: "v 1", checkpointId: 3, comparedIds: [2, 3] } as const;
    const [path = "", search = ""] = jobPath("running", location).split("?");
    expect(path).toBe("/job/running/j1/checkpoints");
    expect(readJobLocation("j1", "checkpoints", `?${search}`)).toEqual(location);
  });

  it("encodes an id that looks like a path as one part", () => {
    expect(jobPath("completed", { jobId: "a/b", tab: "vertices", vertexId: undefined, checkpointId: undefined })).toBe(
      "/job/completed/a%2Fb/overview",
    );
  });
});
