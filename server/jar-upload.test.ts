import type { FastifyInstance } from "fastify";
import { type AddressInfo, connect } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { createDreyServer } from "./drey-server.ts";
import { fileNameRefusal } from "./jar-upload.ts";
import { answerJson, type FakeUpstream, startFakeUpstream } from "./testing/fake-upstream.ts";
import { sendRaw } from "./testing/raw-http.ts";
import { type BuiltApp, buildTinyApp } from "./testing/served-app.ts";

let app: BuiltApp;
let upstream: FakeUpstream;
let server: FastifyInstance;
let port = 0;

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
