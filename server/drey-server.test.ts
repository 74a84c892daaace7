import type { FastifyInstance } from "fastify";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createDreyServer, type ServedCluster } from "./drey-server.ts";
import { FLINK_CALLS } from "./flink-calls.ts";
import { answerJson, type FakeUpstream, startFakeUpstream } from "./testing/fake-upstream.ts";
import { getRaw, type RawReply, sendRaw } from "./testing/raw-http.ts";
import { type BuiltApp, buildTinyApp } from "./testing/served-app.ts";
import { UPSTREAM_LIMITS } from "./upstream.ts";

let app: BuiltApp;
let upstream: FakeUpstream;
const servers: FastifyInstance[] = [];

beforeAll(async () => {
  app = buildTinyApp();
  upstream = await startFakeUpstream();
});

afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
  await upstream.close();
  app.remove();
});

beforeEach(() => {
  upstream.asked.length = 0;
  upstream.answer = answerJson;
});

async function serve(cluster: Partial<ServedCluster> = {}, readOnly = false): Promise<number> {
  const server = await createDreyServer({
    directory: app.directory,
    clusters: [{ id: "prod", label: "Production", address: upstream.address, ...cluster }],
    readOnly,
    api: async (scope) => {
      scope.post("/playground/reset", (_request, reply) => reply.code(202).send({}));
    },
  });
  servers.push(server);
  await server.listen({ port: 0, host: "127.0.0.1" });
  return (server.server.address() as AddressInfo).port;
}

function send(port: number, method: string, path: string, headers: Readonly<Record<string, string>> = {}): Promise<RawReply> {
  const all = { host: `localhost:${String(port)}`, connection: "close", "content-length": "0", ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return sendRaw(port, `${method} ${path} HTTP/1.1\r\n${lines.join("")}\r\n`);
}

describe("drey.json", () => {
  it("lists the clusters in order, and always the playground", async () => {
    const server = await createDreyServer({
      directory: app.directory,
      clusters: [
        { id: "prod", label: "Production", address: new URL("http://ann:secret@prod:8081") },
        { id: "here", label: "Here", address: upstream.address, mount: "/", playground: true },
      ],
    });
    const reply = await server.inject({ url: "/drey.json", headers: { host: "localhost" } });
    expect(reply.json()).toEqual({
      backends: [
        { kind: "http", id: "prod", url: "./clusters/prod/", label: "Production" },
        { kind: "http", id: "here", url: "./", label: "Here", playground: true },
        { kind: "browser" },
      ],
    });
    await server.close();
  });

  it("marks read-only clusters, and without clusters offers the playground", async () => {
    expect(JSON.parse((await getRaw(await serve({}, true), "/drey.json")).body)).toMatchObject({
      backends: [{ readOnly: true }, { kind: "browser" }],
    });
    const server = await createDreyServer({ directory: app.directory, clusters: [] });
    expect((await server.inject({ url: "/drey.json", headers: { host: "localhost" } })).json()).toEqual({
      backends: [{ kind: "browser" }],
    });
    await server.close();
  });
});

describe("/healthz", () => {
  it("answers without asking a cluster, also beside a cluster at the root", async () => {
    for (const cluster of [{}, { mount: "/" }] as const) {
      const reply = await getRaw(await serve(cluster), "/healthz");
      expect([reply.status, JSON.parse(reply.body), reply.headers["cache-control"]]).toEqual([200, { status: "ok" }, "no-store"]);
    }
    expect(upstream.asked).toEqual([]);
  });

  it("answers only under the server's names, and is not a path of a cluster", async () => {
    const port = await serve();
    expect((await getRaw(port, "/healthz", { host: "127.0.0.1" })).status).toBe(200);
    expect((await getRaw(port, "/healthz", { host: "evil.example" })).status).toBe(403);
    expect((await getRaw(port, "/clusters/prod/healthz")).status).toBe(404);
    expect(upstream.asked).toEqual([]);
  });
});

describe("a cluster at the root", () => {
  it("has Flink's own paths beside the app and further routes", async () => {
    const port = await serve({ mount: "/" });
    expect((await getRaw(port, "/")).body).toContain("Drey");
    expect((await getRaw(port, "/jobs/overview?x=1")).body).toBe("{}");
    expect((await send(port, "PATCH", "/v1/jobs/a1?mode=cancel")).status).toBe(200);
    expect((await send(port, "POST", "/playground/reset")).status).toBe(202);
    expect((await getRaw(port, "/nothing")).status).toBe(404);
    expect(upstream.asked.map(({ method, url }) => `${method} ${url}`)).toEqual(["GET /jobs/overview?x=1", "PATCH /jobs/a1?mode=cancel"]);
  });
});

describe("the REST API at the root", () => {
  it("is that of the only cluster, with the same protection", async () => {
    const port = await serve();
    expect((await getRaw(port, "/")).body).toContain("Drey");
    expect((await getRaw(port, "/jobs")).body).toBe("{}");
    expect((await getRaw(port, "/clusters/prod/jobs")).body).toBe("{}");
    expect((await send(port, "PATCH", "/jobs/a1", { origin: "http://elsewhere.example" })).status).toBe(403);
    expect(upstream.asked.map(({ method, url }) => `${method} ${url}`)).toEqual(["GET /jobs", "GET /jobs"]);
    expect((await send(await serve({}, true), "PATCH", "/jobs/a1")).status).toBe(403);
  });

  it("is not there with two clusters", async () => {
    const two = ["prod", "test"].map((id) => ({ id, label: id, address: upstream.address }));
    const server = await createDreyServer({ directory: app.directory, clusters: two });
    expect((await server.inject({ url: "/jobs", headers: { host: "localhost" } })).statusCode).toBe(404);
    await server.close();
  });
});

describe("read-only", () => {
  it("rejects every call that changes something with a message, and passes all others on", async () => {
    const port = await serve({}, true);
    for (const { method, path, isWrite } of FLINK_CALLS) {
      upstream.asked.length = 0;
      const reply = await send(port, method, `/clusters/prod${path.replaceAll(/:\w+/g, "a1")}`);
      if (isWrite) {
        expect([reply.status, upstream.asked.length], `${method} ${path}`).toEqual([403, 0]);
        expect(JSON.parse(reply.body)).toEqual({
          errors: [`Forbidden: this Drey is read-only. ${method} ${path} would change the cluster or run code in it.`],
        });
      } else {
        expect([reply.status, upstream.asked.length], `${method} ${path}`).toEqual([200, 1]);
      }
    }
  });

  it("counts every call other than GET as a change, and the plan of a JAR, which runs its main()", () => {
    const writes = FLINK_CALLS.filter(({ isWrite }) => isWrite).map(({ method, path }) => `${method} ${path}`);
    expect(writes).toEqual(
      expect.arrayContaining(["POST /jars/upload", "PATCH /jobs/:jobid", "POST /jobs/:jobid/stop", "GET /jars/:jarid/plan"]),
    );
    expect(FLINK_CALLS.filter(({ method, isWrite }) => method !== "GET" && !isWrite)).toEqual([]);
    expect(writes.filter((call) => call.startsWith("GET"))).toEqual(["GET /jars/:jarid/plan"]);
  });
});

describe("other sites", () => {
  const strangers: readonly Readonly<Record<string, string>>[] = [
    { origin: "https://evil.example" },
    { origin: "null" },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    { host: "evil.example" },
    { host: "evil.example", origin: "http://evil.example", "sec-fetch-site": "same-origin" },
  ];

  it.each(strangers)("get nothing and change nothing: %j", async (headers) => {
    const port = await serve();
    for (const [method, path] of [
      ["GET", "/clusters/prod/jobs/overview"],
      ["PATCH", "/clusters/prod/jobs/a1"],
      ["POST", "/clusters/prod/jars/upload"],
      ["GET", "/drey.json"],
      ["POST", "/playground/reset"],
    ] as const) {
      const reply = await send(port, method, path, headers);
      expect([reply.status, JSON.parse(reply.body)], `${method} ${path}`).toEqual([
        403,
        { errors: [expect.stringMatching(/^Forbidden: /)] },
      ]);
    }
    expect(upstream.asked).toEqual([]);
  });

  it("may link to the app", async () => {
    expect((await send(await serve(), "GET", "/", { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" })).status).toBe(200);
  });

  it("may not read even the app under a name of theirs", async () => {
    expect((await send(await serve(), "GET", "/", { host: "evil.example" })).status).toBe(403);
  });

  it("cannot hide behind a second Host header, because its meaning is ambiguous (RFC 9112, 3.2)", async () => {
    const port = await serve();
    for (const hosts of [
      ["localhost", "evil.example"],
      ["evil.example", "localhost"],
      ["localhost", "localhost"],
    ]) {
      const lines = hosts.map((host) => `host: ${host}\r\n`).join("");
      for (const path of ["/clusters/prod/overview", "/"]) {
        const reply = await sendRaw(port, `GET ${path} HTTP/1.1\r\n${lines}connection: close\r\n\r\n`);
        expect([reply.status, JSON.parse(reply.body)]).toEqual([400, { errors: ["Bad request: more than one Host header."] }]);
      }
    }
    expect(upstream.asked).toEqual([]);
  });

  it.each([
    ["http://evil.example/clusters/prod/overview", "localhost"],
    ["http://evil.example:80/", "localhost"],
    ["HTTPS://evil.example/drey.json", "localhost"],
    ["http://localhost@evil.example/clusters/prod/overview", "localhost"],
    ["http://evil.example?x", "localhost"],
    ["http:///clusters/prod/overview", "localhost"],
  ])("cannot name %s: an absolute target's host counts, not Host (RFC 9112, 3.2.2)", async (target, host) => {
    const reply = await getRaw(await serve(), target, { host });
    expect([reply.status, upstream.asked]).toEqual([403, []]);
  });

  it("are judged by an absolute target's host where Origin is compared", async () => {
    const port = await serve();
    const target = `http://localhost:${String(port)}/clusters/prod/overview`;
    expect((await getRaw(port, target, { host: "evil.example", origin: "http://evil.example" })).status).toBe(403);
    expect((await getRaw(port, target, { host: "evil.example", origin: `http://localhost:${String(port)}` })).status).toBe(200);
    expect(upstream.asked.map(({ url }) => url)).toEqual(["/overview"]);
  });

  it("get no permission from a CORS preflight request", async () => {
    const port = await serve();
    const reply = await send(port, "OPTIONS", "/clusters/prod/jobs/a1", { "access-control-request-method": "PATCH" });
    expect([reply.status, reply.headers["access-control-allow-origin"], upstream.asked]).toEqual([404, undefined, []]);
  });
});

describe("the protecting headers", () => {
  const API_POLICY = "default-src 'none';frame-ancestors 'none'";
  const APP_POLICY = "default-src 'none';script-src 'self';frame-ancestors 'none'";

  it.each<[what: string, policy: string, status: number, request: (port: number) => Promise<RawReply>]>([
    ["the page", APP_POLICY, 200, (port) => getRaw(port, "/")],
    ["an asset", APP_POLICY, 200, (port) => getRaw(port, "/assets/app-1a2b.js")],
    ["drey.json", APP_POLICY, 200, (port) => getRaw(port, "/drey.json")],
    ["a proxied answer", API_POLICY, 200, (port) => getRaw(port, "/clusters/prod/overview")],
    ["a proxied log", API_POLICY, 200, (port) => getRaw(port, "/clusters/prod/jobmanager/log")],
    ["no such file", APP_POLICY, 404, (port) => getRaw(port, "/nothing.js")],
    ["no such call", APP_POLICY, 404, (port) => send(port, "POST", "/clusters/prod/overview")],
    ["a refused parameter", API_POLICY, 400, (port) => getRaw(port, "/clusters/prod/jobmanager/logs/..%252fx")],
    ["a refused cancel", API_POLICY, 403, (port) => getRaw(port, "/clusters/prod/jobs/a1/yarn-cancel")],
    ["a refused site", API_POLICY, 403, (port) => getRaw(port, "/clusters/prod/overview", { origin: "null" })],
    ["a refused name", APP_POLICY, 403, (port) => getRaw(port, "/", { host: "evil.example" })],
    ["a request without a name", APP_POLICY, 403, (port) => sendRaw(port, "GET / HTTP/1.1\r\nconnection: close\r\n\r\n")],
    [
      "a body too large",
      API_POLICY,
      413,
      (port) =>
        sendRaw(
          port,
          `POST /clusters/prod/jobs/a/stop HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-length: 9999999\r\n\r\n`,
        ),
    ],
    ["no address", API_POLICY, 400, (port) => getRaw(port, "/%zz")],
    ["a name too long", APP_POLICY, 404, (port) => getRaw(port, `/clusters/prod/jobs/${"a".repeat(766)}`)],
    ["a header too long", API_POLICY, 431, (port) => getRaw(port, "/", { x: "a".repeat(20_000) })],
    ["no HTTP", API_POLICY, 400, (port) => sendRaw(port, "hello\r\n\r\n")],
    [
      "two lengths",
      API_POLICY,
      400,
      (port) => sendRaw(port, "POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n"),
    ],
    ["an expectation", API_POLICY, 417, (port) => getRaw(port, "/", { expect: "wonders" })],
  ])("are on %s", async (_what, policy, status, request) => {
    const reply = await request(await serve());
    expect(reply.status).toBe(status);
    expect(reply.headers).toMatchObject({
      "content-security-policy": policy,
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "no-referrer",
    });
    expect(reply.headers["content-security-policy"]).not.toContain("unsafe");
    expect(reply.headers["access-control-allow-origin"]).toBeUndefined();
    if (status >= 400) expect(JSON.parse(reply.body)).toEqual({ errors: [expect.any(String)] });
  });
});

it("closes on request, even while clusters are still answering", async () => {
  upstream.answer = () => undefined;
  const port = await serve();
  const pending = getRaw(port, "/clusters/prod/overview").catch((error: unknown) => error);
  await expect.poll(() => upstream.asked.length).toBe(1);
  await servers.at(-1)?.close();
  await pending;
  await expect(getRaw(port, "/")).rejects.toThrow("ECONNREFUSED");
});

it("answers for nine clusters at once while the tenth answers nothing, however many calls wait for it", async () => {
  const silent = await startFakeUpstream();
  silent.answer = () => undefined;
  const server = await createDreyServer({
    directory: app.directory,
    clusters: [
      { id: "silent", label: "Silent", address: silent.address },
      ...Array.from({ length: 9 }, (_, index) => ({ id: `c${String(index)}`, label: `C${String(index)}`, address: upstream.address })),
    ],
    limits: { ...UPSTREAM_LIMITS, readMs: 600_000, writeMs: 600_000 },
  });
  servers.push(server);
  await server.listen({ port: 0, host: "127.0.0.1" });
  const { port } = server.server.address() as AddressInfo;
  const hanging = Array.from({ length: UPSTREAM_LIMITS.connections.read + 72 }, () =>
    getRaw(port, "/clusters/silent/overview").catch(() => undefined),
  );
  await expect.poll(() => silent.asked.length).toBe(UPSTREAM_LIMITS.connections.read);
  const replies = await Promise.all(
    Array.from({ length: 9 }, async (_, index) => [
      (await getRaw(port, `/clusters/c${String(index)}/overview`)).status,
      (await send(port, "PATCH", `/clusters/c${String(index)}/jobs/a1`)).status,
    ]),
  );
  expect(replies.flat()).toEqual(Array.from({ length: 18 }, () => 200));
  expect(silent.asked).toHaveLength(UPSTREAM_LIMITS.connections.read);
  await server.close();
  await silent.close();
  await Promise.all(hanging);
});
