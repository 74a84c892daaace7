import { describe, expect, it } from "vitest";
import { createFlinkClient } from "./flink-client.ts";
import { isNotFound } from "./http-status-error.ts";
import type { Transport } from "./transport.ts";

function answering(status: number, body: unknown): Transport {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return () => Promise.resolve(new Response(text, { status }));
}

const JOBS = { jobs: [{ id: "a", status: "RUNNING" }] };

describe("createFlinkClient", () => {
  it("sends the request of the table's row", async () => {
    const seen: { method: string; url: string; body: string; contentType: string | null }[] = [];
    const client = createFlinkClient(async (request) => {
      seen.push({
        method: request.method,
        url: request.url.replace(/^http:\/\/[^/]+/, ""),
        body: await request.text(),
        contentType: request.headers.get("content-type"),
      });
      return Response.json({});
    });
    await client.call("cancelJob", { jobid: "a" }, { mode: "cancel" });
    await client.call("scaleService", { service: "taskmanager" }, {}, { body: { replicas: 2 } });
    expect(seen).toEqual([
      { method: "PATCH", url: "/jobs/a?mode=cancel", body: "", contentType: null },
      { method: "PUT", url: "/playground/services/taskmanager/scale", body: '{"replicas":2}', contentType: "application/json" },
    ]);
  });

  it("returns the parsed reply without undeclared keys", async () => {
    const client = createFlinkClient(answering(200, { ...JOBS, "from-the-future": 1 }));
    await expect(client.call("jobs", {}, {})).resolves.toEqual(JOBS);
  });

  it("returns text if Flink sends text", async () => {
    const client = createFlinkClient(answering(200, "2026-11-21 INFO {not json"));
    await expect(client.call("jobManagerLog", {}, {})).resolves.toBe("2026-11-21 INFO {not json");
  });

  it("accepts a command's reply without a body", async () => {
    const client = createFlinkClient(() => Promise.resolve(new Response(null, { status: 202 })));
    await expect(client.call("killContainer", { name: "taskmanager-1" }, {})).resolves.toEqual({});
  });

  it("passes on the caller's signal", async () => {
    const controller = new AbortController();
    const client = createFlinkClient((request) => {
      controller.abort(new Error("left"));
      request.signal.throwIfAborted();
      return Promise.resolve(Response.json(JOBS));
    });
    await expect(client.call("jobs", {}, {}, { signal: controller.signal })).rejects.toThrow("left");
  });

  it("turns a refusal into an HttpStatusError with Flink's reason as a sentence", async () => {
    const errors = ["org.apache.flink.runtime.rest.NotFoundException: Job 0 not found\n\tat org.apache.flink.X.y(X.java:1)"];
    const client = createFlinkClient(answering(404, { errors }), "prod");
    await expect(client.call("job", { jobid: "0" }, {})).rejects.toMatchObject({
      name: "HttpStatusError",
      endpoint: "job",
      status: 404,
      message: "GET /jobs/0 failed on prod with status 404: Job 0 not found",
      reason: "Job 0 not found",
      reply: errors[0],
    });
  });

  it.each([
    [401, "<html>Unauthorized</html>", "A gateway in front of the cluster requires a login. Sign in again. It says: Unauthorized"],
    [403, "", "A gateway in front of the cluster does not allow this call. Ask its administrator for access."],
    [
      413,
      "<h1>413</h1>nginx",
      "A gateway in front of the cluster does not accept a request of this size. Raise its limit. It says: 413 nginx",
    ],
    [
      429,
      '{"error":"slow"}',
      'A gateway in front of the cluster accepts no more requests for now. Try again later. It says: {"error":"slow"}',
    ],
    [
      502,
      "<html>Bad gateway</html>",
      "A gateway in front of the cluster answers, but the cluster does not. Try again later. It says: Bad gateway",
    ],
    [503, "no healthy upstream", expect.stringMatching(/It says: no healthy upstream$/)],
    [504, "", expect.stringMatching(/^A gateway in front of the cluster answers/)],
    [500, "<html>Oops<script>alert(1)</script></html>", "Oops"],
  ])("judges a reply that is not Flink's by its status %i, with the reply's own words", async (status, page, reason) => {
    const client = createFlinkClient(answering(status, page), "prod");
    const error: unknown = await client.call("jobs", {}, {}).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ status, reason, reply: page, isFromGateway: true });
    expect(String(error)).toMatch(new RegExp(`^HttpStatusError: GET /jobs failed on prod with status ${String(status)}: .`));
  });

  it("does not take a gateway's 404 for Flink's", async () => {
    const ask = (reply: unknown): Promise<unknown> =>
      createFlinkClient(answering(404, reply))
        .call("job", { jobid: "0" }, {})
        .catch((thrown: unknown) => thrown);
    expect(isNotFound(await ask({ errors: ["Job 0 not found"] }))).toBe(true);
    expect(isNotFound(await ask("404 page not found"))).toBe(false);
  });

  it("names the call even if the cluster gives no reason", async () => {
    const client = createFlinkClient(answering(500, { errors: ["Internal server error."] }), "prod");
    await expect(client.call("cancelJob", { jobid: "a" }, { mode: "cancel" })).rejects.toThrow(
      "PATCH /jobs/a failed on prod with status 500. The cluster gave no reason.",
    );
  });

  it("shows only the start of an HTML page without line breaks", async () => {
    const page = `<html>${"x".repeat(10_000)}</html>`;
    const error: unknown = await createFlinkClient(answering(502, page))
      .call("jobs", {}, {})
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ reply: page, message: expect.stringMatching(/: x+ …$/) });
    expect(String(error).length).toBeLessThan(400);
  });

  it("names endpoint and field of an unexpected reply", async () => {
    const client = createFlinkClient(answering(200, { jobs: [JOBS.jobs[0], { id: "b", status: 7 }] }));
    await expect(client.call("jobs", {}, {})).rejects.toMatchObject({
      name: "ResponseShapeError",
      endpoint: "jobs",
      field: "jobs[1].status",
      message: expect.stringContaining(
        'The reply of the cluster to GET /jobs is not what Drey expects at "jobs[1].status": it should be of type string',
      ),
    });
  });

  it.each([
    ["a type", { jobs: [{ id: 7, status: "RUNNING" }] }, "jobs[0].id", "it should be of type string"],
    ["a reply as a whole", [], "", "it should be of type object"],
  ])("says what is wrong with %s", async (_, reply, field, found) => {
    const client = createFlinkClient(answering(200, reply));
    await expect(client.call("jobs", {}, {})).rejects.toMatchObject({ field, message: expect.stringContaining(found) });
  });

  it("reports an unknown type of checkpoint", async () => {
    const client = createFlinkClient(answering(200, { className: "imagined" }));
    const reply = client.call("checkpoint", { jobid: "a", checkpointid: "1" }, {});
    await expect(reply).rejects.toMatchObject({
      field: "className",
      message: expect.stringContaining("it has an unknown type"),
    });
  });

  it("reports a reply that is not JSON", async () => {
    const client = createFlinkClient(answering(200, "<!doctype html>"));
    await expect(client.call("jobs", {}, {})).rejects.toMatchObject({ name: "ResponseShapeError", field: "", reply: "<!doctype html>" });
  });

  it("sends a form with a file unchanged", async () => {
    const seen: string[] = [];
    const client = createFlinkClient(async (request) => {
      seen.push(await request.text());
      return Response.json({ filename: "/tmp/a.jar", status: "success" });
    });
    const form = new FormData();
    form.append("jarfile", new Blob(["PK"]), "a.jar");
    await expect(client.call("uploadJar", {}, {}, { form })).resolves.toEqual({ filename: "/tmp/a.jar", status: "success" });
    expect(seen).toEqual([expect.stringContaining('name="jarfile"; filename="a.jar"')]);
  });

  it("does not compile with parameters, bodies or calls that the table does not have", () => {
    const client = createFlinkClient(answering(200, JOBS));
    const wrong = [
      // @ts-expect-error -- no such call
      () => client.call("nope", {}, {}),
      // @ts-expect-error -- /jobs/:jobid wants jobid
      () => client.call("job", {}, {}),
      // @ts-expect-error -- replicas is a number
      () => client.call("scaleService", { service: "taskmanager" }, {}, { body: { replicas: "2" } }),
      // @ts-expect-error -- this call takes no body
      () => client.call("jobs", {}, {}, { body: {} }),
    ];
    expect(wrong).toHaveLength(4);
  });
});
