import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createFlinkClient } from "../src/client/flink-client.ts";
import { createHttpTransport } from "../src/client/http-transport.ts";
import { createHandlers } from "../src/client/endpoint-handlers.ts";
import { createRecordedCluster } from "./recorded-cluster.ts";
import { loadRecording } from "./recordings.ts";

const running = createRecordedCluster(loadRecording("flink-2.3.0", "02-running-warm-metrics"));
const server = setupServer(...createHandlers(running));
beforeAll(() => server.listen({ onUnhandledFrame: "error" }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const client = createFlinkClient(createHttpTransport({ baseUrl: "http://flink:8081" }));

async function firstJob(): Promise<string> {
  const { jobs } = await client.call("jobsOverview", {}, {});
  return jobs[0]?.jid ?? "";
}

describe("recorded replies over HTTP", () => {
  it("answer every recorded call in the format of its row", async () => {
    const jobid = await firstJob();
    const job = await client.call("job", { jobid }, {});
    expect(job.vertices.map(({ name }) => name)).toEqual([
      "Source: ClickEvent Source",
      "ClickEvent Counter",
      "ClickEventStatistics Sink: Writer",
      "ClickEventStatistics Sink: Committer",
    ]);
    const [source] = job.vertices;
    const vertex = await client.call("vertex", { jobid, vertexid: source?.id ?? "" }, {});
    expect(vertex.subtasks).toHaveLength(2);
  });

  it("answer any selection of metrics with values", async () => {
    const jobid = await firstJob();
    const values = await client.call("jobMetrics", { jobid }, { get: ["uptime", "numRestarts", "nope"] });
    expect(values.map(({ id }) => id).toSorted()).toEqual(["numRestarts", "uptime"]);
    const ids = await client.call("jobMetrics", { jobid }, {});
    expect(ids.length).toBeGreaterThan(10);
    expect(ids.every(({ value }) => value === undefined)).toBe(true);
  });

  it("answer 404 in Flink's words for other calls", async () => {
    await expect(client.call("job", { jobid: "0".repeat(32) }, {})).rejects.toMatchObject({
      status: 404,
      reason: `Not found: /jobs/${"0".repeat(32)}`,
    });
  });

  it("accept Flink's version prefix", async () => {
    const response = await fetch("http://flink:8081/v1/overview");
    expect(await response.json()).toMatchObject({ "flink-version": "2.3.0" });
  });
});

describe("the handlers", () => {
  it("pass on methods and bodies", async () => {
    const seen: string[] = [];
    server.use(
      ...createHandlers(async (request) => {
        seen.push(`${request.method} ${new URL(request.url).pathname} ${await request.text()}`);
        return Response.json({}, { status: 202 });
      }),
    );
    await client.call("scaleService", { service: "taskmanager" }, {}, { body: { replicas: 3 } });
    await client.call("cancelJob", { jobid: "a" }, { mode: "cancel" });
    expect(seen).toEqual(['PUT /playground/services/taskmanager/scale {"replicas":3}', "PATCH /jobs/a "]);
  });
});
