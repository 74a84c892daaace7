import { describe, expect, it } from "vitest";
import { matchEndpoint } from "./match-endpoint.ts";
import type { Route } from "./route.ts";
import { ROUTES } from "./routes.ts";

describe("matchEndpoint", () => {
  it.each(Object.entries<Route>(ROUTES))("finds %s by its own template", (id, route) => {
    const pathname = route.path.replaceAll(/:(\w+)/g, "x-$1");
    const match = matchEndpoint(route.method, pathname);
    expect(match?.id).toBe(id);
    const names = [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => name);
    expect(match?.params).toEqual(Object.fromEntries(names.map((name) => [name, `x-${name}`])));
  });

  it("prefers a literal segment to a parameter", () => {
    expect(matchEndpoint("GET", "/jobs/overview")?.id).toBe("jobsOverview");
    expect(matchEndpoint("GET", "/jobs/abc")?.id).toBe("job");
    expect(matchEndpoint("GET", "/taskmanagers/metrics")?.id).toBe("taskManagersMetrics");
    expect(matchEndpoint("GET", "/jobs/a/vertices/b/subtasks/metrics")?.id).toBe("subtasksMetrics");
    expect(matchEndpoint("GET", "/jobs/a/vertices/b/subtasks/1")?.id).toBe("subtask");
  });

  it("tells calls of one path apart by their method", () => {
    expect(matchEndpoint("PATCH", "/jobs/abc")?.id).toBe("cancelJob");
    expect(matchEndpoint("GET", "/playground/generator")?.id).toBe("generator");
    expect(matchEndpoint("PATCH", "/playground/generator")?.id).toBe("patchGenerator");
  });

  it("accepts Flink's version prefix", () => {
    expect(matchEndpoint("GET", "/v1/jobs/abc")).toEqual({ id: "job", params: { jobid: "abc" } });
    expect(matchEndpoint("GET", "/v1")).toBeUndefined();
    expect(matchEndpoint("GET", "/v2/jobs")).toBeUndefined();
  });

  it("decodes parameters", () => {
    expect(matchEndpoint("GET", "/taskmanagers/host%3A1234-a%2Fb")?.params).toEqual({ taskmanagerid: "host:1234-a/b" });
  });

  it("finds nothing for unknown paths, methods a path does not have, and broken encodings", () => {
    expect(matchEndpoint("GET", "/nope")).toBeUndefined();
    expect(matchEndpoint("POST", "/overview")).toBeUndefined();
    expect(matchEndpoint("OPTIONS", "/jobs/overview")).toBeUndefined();
    expect(matchEndpoint("GET", "/jobs/")).toBeUndefined();
    expect(matchEndpoint("GET", "/jobs/%zz")).toBeUndefined();
    expect(matchEndpoint("GET", "/jobs/a/b/c/d/e/f/g/h/i")).toBeUndefined();
    expect(matchEndpoint("GET", "jobs")).toBeUndefined();
  });

  it("gives each call the parameters that its template names", () => {
    const match = matchEndpoint("GET", "/jobs/a/vertices/b");
    if (match?.id !== "vertex") throw new Error("expected vertex");
    const vertexid: string = match.params.vertexid;
    expect(vertexid).toBe("b");
    // @ts-expect-error -- the path of a vertex has no such parameter
    expect(match.params.checkpointid).toBeUndefined();
  });

  it("has no two calls of the same method and path", () => {
    const calls = Object.values<Route>(ROUTES).map((route) => `${route.method} ${route.path.replaceAll(/:\w+/g, ":")}`);
    expect(calls.filter((call, index) => calls.indexOf(call) !== index)).toEqual([]);
  });
});
