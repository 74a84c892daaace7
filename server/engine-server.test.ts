import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { EngineRequest } from "../src/engine/host.ts";
import { createEngineServer } from "./engine-server.ts";

const asked: EngineRequest[] = [];
let directory = "";
let server: Awaited<ReturnType<typeof createEngineServer>>;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "drey-engine-"));
  await writeFile(
    join(directory, "index.html"),
    `<meta http-equiv="Content-Security-Policy" content="default-src 'self'" /><p>the app</p>`,
  );
  await writeFile(join(directory, "drey.json"), `{"backends":[{"kind":"browser"}]}`);
  server = await createEngineServer(directory, (request) => {
    asked.push(request);
    return Promise.resolve({ status: 404, contentType: "application/json; charset=UTF-8", body: '{"errors":["x"]}' });
  });
});

afterAll(async () => {
  await server.close();
  await rm(directory, { recursive: true });
});

async function send(method: "GET" | "POST" | "OPTIONS" | "PATCH" | "PUT" | "DELETE", url: string, headers = {}, payload?: string) {
  asked.length = 0;
  const reply = await server.inject({
    method,
    url,
    headers: { host: "localhost:8081", ...headers },
    ...(payload === undefined ? {} : { payload }),
  });
  return { status: reply.statusCode, type: reply.headers["content-type"], body: reply.body, asked: [...asked] };
}

test("serves the app's page", async () => {
  expect(await send("GET", "/")).toMatchObject({ status: 200, body: expect.stringContaining("the app"), asked: [] });
});

test("says in drey.json that the backend is here, whatever the build says", async () => {
  const { body } = await send("GET", "/drey.json");
  expect(JSON.parse(body)).toEqual({ backends: [{ kind: "http", url: "./", label: "Engine on Node", playground: true }] });
});

test.each([{ origin: "https://evil.example" }, { "sec-fetch-site": "cross-site" }])(
  "does not tell another site of it: %j",
  async (headers) => {
    const { status, body } = await send("GET", "/drey.json", headers);
    expect([status, JSON.parse(body)]).toEqual([403, { errors: [expect.stringMatching(/^Forbidden: /)] }]);
  },
);

test("serves the app's page to a link from another site", async () => {
  const headers = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" };
  expect(await send("GET", "/", headers)).toMatchObject({ status: 200, body: expect.stringContaining("the app") });
});

test("hands everything else to the engine, with path, query and status as they are", async () => {
  expect(await send("GET", "/jobs/overview?x=%20y")).toEqual({
    status: 404,
    type: "application/json; charset=UTF-8",
    body: '{"errors":["x"]}',
    asked: [{ method: "GET", url: "/jobs/overview?x=%20y" }],
  });
});

test.each(["OPTIONS", "DELETE", "PATCH", "PUT", "POST"] as const)(
  "hands %s to the engine, which knows what Flink says to it",
  async (method) => {
    expect((await send(method, "/jobs/overview")).asked).toEqual([{ method, url: "/jobs/overview" }]);
  },
);

test.each(["application/json", "application/x-www-form-urlencoded", "text/plain", "nonsense"])("reads a body of type %s", async (type) => {
  const { asked: requests } = await send("PATCH", "/playground/generator", { "content-type": type }, '{"recordsPerSecond":0}');
  expect(requests).toEqual([{ method: "PATCH", url: "/playground/generator", body: '{"recordsPerSecond":0}' }]);
});

test("reads a body of no type", async () => {
  const { asked: requests } = await send("POST", "/playground/reset", { "content-type": "" }, "{}");
  expect(requests).toEqual([{ method: "POST", url: "/playground/reset", body: "{}" }]);
});

test("refuses a body that is far too large, in Flink's shape", async () => {
  const { status, body, asked: requests } = await send("PATCH", "/playground/generator", {}, "x".repeat(2_000_000));
  expect([status, requests.length]).toEqual([413, 0]);
  expect(JSON.parse(body)).toEqual({ errors: [expect.stringContaining("too large")] });
});

test("refuses an address that cannot be decoded, in Flink's shape", async () => {
  const { status, body, asked: requests } = await send("GET", "/jobs/%zz");
  expect({ status, requests }).toEqual({ status: 400, requests: [] });
  expect(JSON.parse(body)).toEqual({ errors: [expect.stringContaining("not a valid url")] });
});

test("refuses the request of another site before the engine sees it", async () => {
  const { status, body, asked: requests } = await send("POST", "/playground/reset", { origin: "https://evil.example" });
  expect({ status, requests }).toEqual({ status: 403, requests: [] });
  expect(JSON.parse(body)).toEqual({ errors: ["Forbidden: a page of https://evil.example may not use this server."] });
});
