import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { EngineRequest } from "../src/engine/host.ts";
import { fileNamesOf } from "../src/engine/rest-api/multipart.ts";
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

async function send(method: "GET" | "POST" | "OPTIONS" | "PATCH" | "PUT" | "DELETE", url: string, headers = {}, payload?: string | Buffer) {
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

test("names this server as the backend in drey.json, whatever the build contains", async () => {
  const { body } = await send("GET", "/drey.json");
  expect(JSON.parse(body)).toEqual({ backends: [{ kind: "http", url: "./", label: "Engine on Node", playground: true }] });
});

test.each([{ origin: "https://evil.example" }, { "sec-fetch-site": "cross-site" }])(
  "does not reveal it to another site: %j",
  async (headers) => {
    const { status, body } = await send("GET", "/drey.json", headers);
    expect([status, JSON.parse(body)]).toEqual([403, { errors: [expect.stringMatching(/^Forbidden: /)] }]);
  },
);

test("serves the app's page to a link from another site", async () => {
  const headers = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" };
  expect(await send("GET", "/", headers)).toMatchObject({ status: 200, body: expect.stringContaining("the app") });
});

test("passes everything else to the engine, with path, query and status unchanged", async () => {
  expect(await send("GET", "/jobs/overview?x=%20y")).toEqual({
    status: 404,
    type: "application/json; charset=UTF-8",
    body: '{"errors":["x"]}',
    asked: [{ method: "GET", url: "/jobs/overview?x=%20y" }],
  });
});

test.each(["OPTIONS", "DELETE", "PATCH", "PUT", "POST"] as const)("passes %s to the engine, which answers like Flink", async (method) => {
  expect((await send(method, "/jobs/overview")).asked).toEqual([{ method, url: "/jobs/overview" }]);
});

test.each(["application/json", "application/x-www-form-urlencoded", "text/plain", "nonsense"])("reads a body of type %s", async (type) => {
  const { asked: requests } = await send("PATCH", "/playground/generator", { "content-type": type }, '{"recordsPerSecond":0}');
  expect(requests).toEqual([{ method: "PATCH", url: "/playground/generator", body: '{"recordsPerSecond":0}' }]);
});

test("reads a body of no type", async () => {
  const { asked: requests } = await send("POST", "/playground/reset", { "content-type": "" }, "{}");
  expect(requests).toEqual([{ method: "POST", url: "/playground/reset", body: "{}" }]);
});

const MEBIBYTE = 1_048_576;

function form(content: Uint8Array, disposition = 'form-data; name="jarfile"; filename="Grüße.jar"'): Buffer {
  return Buffer.concat([
    Buffer.from(`--b1\r\nContent-Disposition: ${disposition}\r\nContent-Type: application/java-archive\r\n\r\n`),
    content,
    Buffer.from("\r\n--b1--\r\n"),
  ]);
}

test("accepts a JAR of 23 MB, and gives the engine its name without its bytes", async () => {
  // Bytes that are not UTF-8, some of them similar to the form's own lines.
  const content = Buffer.concat([Buffer.alloc(23_000_000, 0xff), Buffer.from("\r\n--b\r\n--b2\r\n\r\n --b1--"), Buffer.alloc(1000, 0xfe)]);
  const { status, asked: requests } = await send(
    "POST",
    "/jars/upload",
    { "content-type": "multipart/form-data; boundary=b1" },
    form(content),
  );
  expect([status, requests.length]).toEqual([404, 1]);
  expect(fileNamesOf(requests[0]?.body ?? "")).toEqual(["Grüße.jar"]);
  expect(requests[0]?.body?.length).toBeLessThan(300);
});

test("passes on a form with two files, so that the engine can reject it", async () => {
  const two = Buffer.concat([form(Buffer.alloc(0)).subarray(0, -"--b1--\r\n".length), form(Buffer.from("x"))]);
  const { asked: requests } = await send("POST", "/jars/upload", {}, two);
  expect(fileNamesOf(requests[0]?.body ?? "")).toEqual(["Grüße.jar", "Grüße.jar"]);
});

test.each(["{}", "--b1", "--b1\r\nno end", ""])("passes on an upload that is not a form unchanged: %j", async (body) => {
  const { asked: requests } = await send("POST", "/jars/upload", {}, body);
  expect(requests).toEqual([{ method: "POST", url: "/jars/upload", ...(body === "" ? {} : { body }) }]);
});

test("accepts bodies of up to 100 MiB and rejects larger ones in Flink's format, like Flink's rest.server.max-content-length", async () => {
  const envelope = form(new Uint8Array()).length;
  expect((await send("POST", "/jars/upload", {}, form(Buffer.alloc(100 * MEBIBYTE - envelope)))).asked).toHaveLength(1);
  const { status, body, asked: requests } = await send("POST", "/jars/upload", {}, form(Buffer.alloc(100 * MEBIBYTE - envelope + 1)));
  expect([status, requests.length]).toEqual([413, 0]);
  expect(JSON.parse(body)).toEqual({ errors: ["Payload too large: this server accepts requests of up to 100 MiB."] });
});

test("rejects an address that cannot be decoded, in Flink's format", async () => {
  const { status, body, asked: requests } = await send("GET", "/jobs/%zz");
  expect({ status, requests }).toEqual({ status: 400, requests: [] });
  expect(JSON.parse(body)).toEqual({ errors: [expect.stringContaining("not a valid url")] });
});

test("rejects the request of another site before the engine sees it", async () => {
  const { status, body, asked: requests } = await send("POST", "/playground/reset", { origin: "https://evil.example" });
  expect({ status, requests }).toEqual({ status: 403, requests: [] });
  expect(JSON.parse(body)).toEqual({ errors: ["Forbidden: a page of https://evil.example may not use this server."] });
});
