import type { FastifyInstance } from "fastify";
import { type AddressInfo, connect, createServer } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { createDreyServer } from "./drey-server.ts";
import { fileNameRefusal } from "./jar-upload.ts";
import { answerJson, type FakeUpstream, startFakeUpstream } from "./testing/fake-upstream.ts";
import { sendRaw } from "./testing/raw-http.ts";
import { type BuiltApp, buildTinyApp } from "./testing/served-app.ts";
import { UPSTREAM_LIMITS, type UpstreamLimits } from "./upstream.ts";

let app: BuiltApp;
let upstream: FakeUpstream;
let server: FastifyInstance;
let port = 0;
const others: FastifyInstance[] = [];
const closing: { destroy(): unknown }[] = [];

afterEach(async () => {
  vi.useRealTimers();
  upstream.onBegin = () => undefined;
  for (const one of closing.splice(0)) one.destroy();
  for (const other of others.splice(0)) await other.close();
});

beforeAll(async () => {
  app = buildTinyApp();
  upstream = await startFakeUpstream();
  server = await createDreyServer({ directory: app.directory, clusters: [{ id: "prod", label: "prod", address: upstream.address }] });
  await server.listen({ port: 0, host: "127.0.0.1" });
  ({ port } = server.server.address() as AddressInfo);
});

afterAll(async () => {
  await server.close();
  await upstream.close();
  app.remove();
});

beforeEach(() => {
  upstream.asked.length = 0;
  upstream.answer = answerJson;
});

function post(body: FormData | string, headers: Readonly<Record<string, string>> = {}) {
  return fetch(`http://localhost:${String(port)}/clusters/prod/jars/upload`, { method: "POST", body, headers });
}

/** As sent by a hand-written client. */
function part(disposition: string, content = "PK", end = "\r\n--B--\r\n"): string {
  return `--B\r\nContent-Disposition: ${disposition}\r\nContent-Type: application/x-java-archive\r\n\r\n${content}${end}`;
}

function sendForm(form: string, length = form.length) {
  return sendRaw(
    port,
    "POST /clusters/prod/jars/upload HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n" +
      `content-type: multipart/form-data; boundary=B\r\ncontent-length: ${String(length)}\r\n\r\n${form}`,
  );
}

it("passes on a JAR with unchanged bytes in a new form", async () => {
  const bytes = Uint8Array.from({ length: 3_000_000 }, (_, index) => (index * 7919) >> 3);
  const form = new FormData();
  form.append("other", "left out");
  form.append("jarfile", new Blob([bytes]), "Grüße an alle.jar");
  const response = await post(form);
  expect([response.status, await response.text()]).toEqual([200, "{}"]);

  const [asked] = upstream.asked;
  const boundary = /^multipart\/form-data; boundary=(drey-[0-9a-f-]{36})$/.exec(asked?.headers["content-type"] ?? "")?.[1] ?? "";
  const [head = "", ...rest] = (asked?.body ?? "").split("\r\n\r\n");
  expect(Buffer.from(head, "latin1").toString()).toBe(
    `--${boundary}\r\nContent-Disposition: form-data; name="jarfile"; filename="Grüße an alle.jar"\r\nContent-Type: application/java-archive`,
  );
  const sent = Buffer.from(rest.join("\r\n\r\n"), "latin1");
  const tail = `\r\n--${boundary}--\r\n`;
  expect(sent.subarray(-tail.length).toString()).toBe(tail);
  expect(Buffer.compare(sent.subarray(0, -tail.length), bytes)).toBe(0);
});

it.each(["../../../tmp/evil.jar", "..\\\\evil.jar", "/tmp/evil.jar", "a/b.jar", "..", ".", "C:\\\\evil.jar", "my%20job.jar"])(
  "rejects a file called %s, which other calls could not name",
  async (name) => {
    const reply = await sendForm(part(`form-data; name="jarfile"; filename="${name}"`));
    expect([reply.status, JSON.parse(reply.body)]).toEqual([
      400,
      { errors: [expect.stringMatching(/^Bad request: The name of a JAR must not contain /)] },
    ]);
    expect(upstream.asked).toEqual([]);
  },
);

it.each([
  "form-data; name=jarfile; filename*=UTF-8''..%2f..%2fevil.jar",
  `form-data; name="jarfile"; filename="ok.jar"; filename="../evil.jar"`,
])("is not deceived by %s", async (disposition) => {
  await sendForm(part(disposition));
  for (const { body } of upstream.asked) expect(body).not.toContain("..");
});

it.each([
  ["no file", part(`form-data; name="x"`)],
  ["nothing", ""],
  ["no form", "hello"],
])("rejects a form with %s", async (_what, form) => {
  const reply = await sendForm(form);
  expect([reply.status, JSON.parse(reply.body)]).toEqual([400, { errors: [expect.stringMatching(/^Bad request: /)] }]);
  expect(upstream.asked).toEqual([]);
});

it("rejects a body that is not a form", async () => {
  const response = await post("hello", { "content-type": "text/plain" });
  expect([response.status, await response.json(), upstream.asked]).toEqual([
    400,
    { errors: ["Bad request: the form has no named file."] },
    [],
  ]);
});

it("sends Flink no complete form if the file ends early", async () => {
  const reply = await sendForm(part(`form-data; name="jarfile"; filename="a.jar"`, "PK", ""));
  expect([reply.status, JSON.parse(reply.body)]).toEqual([400, { errors: [expect.stringMatching(/^Bad request: /)] }]);
  expect(upstream.asked).toEqual([]);
});

it("rejects a length that is too large before reading", async () => {
  const reply = await sendForm("", 600 * 1_048_576);
  expect([reply.status, JSON.parse(reply.body)]).toEqual([413, { errors: [expect.stringMatching(/too large/i)] }]);
});

it("aborts an upload whose sender has disconnected", async () => {
  let begun = 0;
  let aborted = 0;
  upstream.onBegin = (request) => {
    begun++;
    request.on("aborted", () => aborted++);
  };
  const head = "POST /clusters/prod/jars/upload HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1000\r\n";
  const beginning = part(`form-data; name="jarfile"; filename="a.jar"`, "PK", "");
  const socket = connect(port, "127.0.0.1", () => socket.write(`${head}content-type: multipart/form-data; boundary=B\r\n\r\n${beginning}`));
  await expect.poll(() => begun).toBe(1);
  socket.destroy();
  await expect.poll(() => aborted).toBe(1);
  expect(upstream.asked).toEqual([]);
});

it("rejects a file that is not a JAR before the cluster is asked", async () => {
  const reply = await sendForm(part(`form-data; name="jarfile"; filename="notes.txt"`));
  expect([reply.status, JSON.parse(reply.body), upstream.asked]).toEqual([
    400,
    { errors: ['Bad request: Only Jar files are allowed. Choose a file whose name ends in ".jar".'] },
    [],
  ]);
});

/** The same server with other limits. */
async function serveWith(limits: Partial<UpstreamLimits>, address = upstream.address): Promise<number> {
  const other = await createDreyServer({
    directory: app.directory,
    clusters: [{ id: "prod", label: "prod", address }],
    limits: { ...UPSTREAM_LIMITS, ...limits },
  });
  others.push(other);
  await other.listen({ port: 0, host: "127.0.0.1" });
  return (other.server.address() as AddressInfo).port;
}

/** Like `expect.poll`, which would advance the fake clock. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}

it("continues an upload that takes longer than every limit, as long as pieces arrive", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const otherPort = await serveWith(UPSTREAM_LIMITS);
  let received = 0;
  upstream.onBegin = (request) => request.on("data", (chunk: Buffer) => (received += chunk.length));
  const piece = "x".repeat(10_000);
  const pieces = 50;
  const head = part(`form-data; name="jarfile"; filename="a.jar"`, "", "");
  const end = "\r\n--B--\r\n";
  const length = head.length + pieces * piece.length + end.length;
  const socket = connect(otherPort, "127.0.0.1");
  closing.push(socket);
  let reply = "";
  socket.on("data", (chunk) => (reply += chunk.toString()));
  socket.write(
    `POST /clusters/prod/jars/upload HTTP/1.1\r\nhost: localhost\r\ncontent-type: multipart/form-data; boundary=B\r\ncontent-length: ${String(length)}\r\n\r\n${head}`,
  );
  for (let sent = 1; sent <= pieces; sent++) {
    socket.write(piece);
    // The parser holds the last bytes back, because the end of the form may begin with them. The
    // head of the proxy's form is longer than that.
    await until(() => received >= sent * piece.length);
    vi.advanceTimersByTime(UPSTREAM_LIMITS.idleMs - 1);
  }
  expect(pieces * UPSTREAM_LIMITS.idleMs).toBeGreaterThan(2 * Math.max(UPSTREAM_LIMITS.writeMs, UPSTREAM_LIMITS.requestMs));
  socket.write(end);
  await until(() => reply !== "");
  expect(reply).toMatch(/^HTTP\/1\.1 200 OK/);
  expect(upstream.asked).toHaveLength(1);
});

it("ends an upload whose sender sends nothing any more", async () => {
  const otherPort = await serveWith({ idleMs: 100 });
  const reply = await new Promise<string>((resolve) => {
    const socket = connect(otherPort, "127.0.0.1");
    let text = "";
    socket.on("data", (chunk) => {
      text += chunk.toString();
      if (text.includes("]}")) resolve(text);
    });
    closing.push(socket);
    const form = part(`form-data; name="jarfile"; filename="a.jar"`, "PK", "");
    socket.write(
      `POST /clusters/prod/jars/upload HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1000\r\ncontent-type: multipart/form-data; boundary=B\r\n\r\n${form}`,
    );
  });
  expect(reply).toMatch(/^HTTP\/1\.1 408 /);
  expect(reply).toContain("Request timeout: nothing of the file arrived for 0.1 s.");
  expect(upstream.asked).toEqual([]);
});

it("ends a small request that does not arrive in time", async () => {
  const otherPort = await serveWith({ requestMs: 100 });
  const reply = await sendRaw(
    otherPort,
    "POST /clusters/prod/jobs/a1/stop HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-length: 100\r\n\r\n{",
  );
  expect([reply.status, JSON.parse(reply.body)]).toEqual([408, { errors: ["Request timeout: the request did not arrive in time."] }]);
});

it("reports a cluster that closes the connection in the middle of an upload, to a client that sends all of it", async () => {
  // It reads 300 kB.
  const cluster = createServer((socket) => {
    let bytes = 0;
    socket.on("error", () => undefined);
    socket.on("data", (chunk) => {
      bytes += chunk.length;
      if (bytes > 300_000) socket.destroy();
    });
  });
  await new Promise<void>((listening) => cluster.listen(0, "127.0.0.1", listening));
  closing.push({ destroy: () => cluster.close() });
  const address = new URL(`http://127.0.0.1:${String((cluster.address() as AddressInfo).port)}`);
  const otherPort = await serveWith({}, address);
  const form = new FormData();
  form.append("jarfile", new Blob([new Uint8Array(20_000_000)]), "a.jar");
  const response = await fetch(`http://localhost:${String(otherPort)}/clusters/prod/jars/upload`, { method: "POST", body: form });
  expect([response.status, await response.json()]).toEqual([
    502,
    { errors: [`The cluster prod at ${address.origin} cannot be reached: it closed the connection without answering.`] },
  ]);
});

it("accepts the longest allowed name, encoded, in every other call", async () => {
  const name = `${"字".repeat(71)}.jar`;
  const form = new FormData();
  form.append("jarfile", new Blob(["PK"]), name);
  expect((await post(form)).status).toBe(200);
  const id = encodeURIComponent(`${"0".repeat(36)}_${name}`);
  const { status } = await fetch(`http://localhost:${String(port)}/clusters/prod/jars/${id}`, { method: "DELETE" });
  expect([status, upstream.asked.at(-1)?.url]).toEqual([200, `/jars/${id}`]);
});

it("has different messages for a missing and an invalid name", () => {
  expect(fileNameRefusal(undefined)).toContain("no named file");
  expect(fileNameRefusal("")).toContain("no named file");
  expect(fileNameRefusal("my%20job.jar")).toContain("Rename the file");
});
