import { connect, createServer, type Server, type Socket } from "node:net";
import type { AddressInfo } from "node:net";
import { createServer as createSecureServer } from "node:https";
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from "node:zlib";
import type { FastifyInstance } from "fastify";
import { generate } from "selfsigned";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createDreyServer } from "./drey-server.ts";
import { answerJson, type FakeUpstream, startFakeUpstream } from "./testing/fake-upstream.ts";
import { sendRaw } from "./testing/raw-http.ts";
import { type BuiltApp, buildTinyApp } from "./testing/served-app.ts";
import { askWithoutReading } from "./testing/silent-reader.ts";
import { UPSTREAM_FAULT_HEADER, upstreamFaultOf } from "../src/rest/upstream-fault.ts";
import { UPSTREAM_LIMITS, type UpstreamLimits } from "./upstream.ts";

let app: BuiltApp;
const closing: (() => Promise<unknown>)[] = [];

beforeAll(() => {
  app = buildTinyApp();
});

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

afterAll(() => app.remove());

async function serve(address: URL, others: Partial<UpstreamLimits> = {}): Promise<FastifyInstance> {
  const clusters = [{ id: "c", label: "prod", address }];
  const server = await createDreyServer({ directory: app.directory, clusters, limits: { ...UPSTREAM_LIMITS, ...others } });
  closing.push(() => server.close());
  await server.listen({ port: 0, host: "127.0.0.1" });
  return server;
}

async function ask(address: URL, path = "/overview", method = "GET", limits: Partial<UpstreamLimits> = {}) {
  const { port } = (await serve(address, limits)).server.address() as AddressInfo;
  const response = await fetch(`http://localhost:${String(port)}/clusters/c${path}`, { method, redirect: "manual" });
  return { status: response.status, type: response.headers.get("content-type"), reply: (await response.json()) as unknown };
}

/** How the reply is marked for the page. */
async function faultOf(address: URL, limits: Partial<UpstreamLimits> = {}) {
  const { port } = (await serve(address, limits)).server.address() as AddressInfo;
  const response = await fetch(`http://localhost:${String(port)}/clusters/c/overview`, { redirect: "manual" });
  await response.arrayBuffer();
  return upstreamFaultOf(response.headers);
}

async function upstreamThat(answer: FakeUpstream["answer"]): Promise<URL> {
  const upstream = await startFakeUpstream();
  closing.push(() => upstream.close());
  upstream.answer = answer;
  return upstream.address;
}

/** A listener that does not speak HTTP. */
async function listen(onConnection: (socket: Socket) => void): Promise<URL> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    onConnection(socket);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  closing.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((done) => server.close(done));
  });
  return new URL(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`);
}

function said(status: number, sentence: string) {
  return { status, type: "application/json; charset=utf-8", reply: { errors: [sentence] } };
}

it("reports that nothing listens", async () => {
  const address = await listen(() => undefined);
  await closing.pop()?.();
  expect(await ask(address)).toEqual(
    said(502, `The cluster prod at ${address.origin} cannot be reached: connection refused. Its JobManager may be down.`),
  );
});

it("reports an unknown host name", async () => {
  const { status, reply } = await ask(new URL("http://nowhere.invalid:8081/flink/"));
  expect(status).toBe(502);
  expect(reply).toEqual({
    errors: [
      expect.stringMatching(
        /^The cluster prod at http:\/\/nowhere\.invalid:8081\/flink cannot be reached: (unknown host name|the DNS server does not answer)\.$/,
      ),
    ],
  });
});

it("reports a closed connection", async () => {
  const address = await listen((socket) => socket.once("data", () => socket.destroy()));
  expect(await ask(address)).toEqual(
    said(502, `The cluster prod at ${address.origin} cannot be reached: it closed the connection without answering.`),
  );
});

it("reports a server that does not speak HTTP", async () => {
  const address = await listen((socket) => socket.write("220 mail.example ESMTP\r\n"));
  expect(await ask(address)).toEqual(
    said(502, `The cluster prod at ${address.origin} cannot be reached: the server there does not speak HTTP.`),
  );
});

it("reports a server that does not speak TLS", async () => {
  const address = new URL((await upstreamThat(answerJson)).href.replace("http:", "https:"));
  expect(await ask(address)).toEqual(
    said(502, `The cluster prod at ${address.origin} cannot be reached: it does not speak TLS. Try http instead of https.`),
  );
});

it("passes on nothing from a server whose certificate is not signed by a trusted CA", async () => {
  const { private: key, cert } = await generate([{ name: "commonName", value: "localhost" }], { algorithm: "sha256" });
  let asked = 0;
  const cluster = createSecureServer({ key, cert }, (_request, response) => {
    asked++;
    answerJson(response);
  });
  await new Promise<void>((done) => cluster.listen(0, "127.0.0.1", done));
  closing.push(() => new Promise((done) => cluster.close(done)));
  const address = new URL(`https://localhost:${String((cluster.address() as AddressInfo).port)}`);
  expect(await ask(address)).toEqual(
    said(
      502,
      `The cluster prod at ${address.origin} cannot be reached: its certificate is not signed by a trusted CA. To trust a CA of your own, set NODE_EXTRA_CA_CERTS to its file.`,
    ),
  );
  expect(asked).toBe(0);
});

it("reports the waiting time, which is longer for a call that changes something", async () => {
  const address = await upstreamThat(() => undefined);
  // Short enough for a test, and each of a different length so that the message shows which one it
  // was.
  const limits = { readMs: 300, writeMs: 500 };
  expect(await ask(address, "/overview", "GET", limits)).toEqual(
    said(504, `The cluster prod at ${address.origin} has not answered for 0.3 s. It may be overloaded.`),
  );
  expect(await ask(address, "/jobs/a1/stop", "POST", limits)).toEqual(
    said(504, `The cluster prod at ${address.origin} has not answered for 0.5 s. It may be overloaded.`),
  );
});

const NOT_FLINK = "is not Flink's REST API: it answered";
it.each([
  ["a page", 200, "text/html; charset=utf-8", `${NOT_FLINK} 200 with text/html.`],
  [
    "two content types",
    200,
    "application/json, text/html",
    `${NOT_FLINK} 200 with more than one content type: application/json, text/html.`,
  ],
  ["a script in the type", 200, "<script>/x", `${NOT_FLINK} 200 without a valid content type.`],
  ["no content type", 200, undefined, `${NOT_FLINK} 200 without a valid content type.`],
  ["no content", 204, undefined, `${NOT_FLINK} 204 without content, but Flink sends JSON.`],
  ["a page and an error that Flink does not have", 418, "text/html", `${NOT_FLINK} 418 with text/html.`],
  ["a status that HTTP does not have", 600, "application/json", `${NOT_FLINK} 600, which is not an HTTP status.`],
  ["a status far beyond HTTP's", 999, "text/html", `${NOT_FLINK} 999, which is not an HTTP status.`],
])("answers 502 and names the cluster if it sends %s", async (_what, status, type, words) => {
  const address = await upstreamThat((response) => {
    response.writeHead(status, { location: "http://elsewhere.example/", ...(type === undefined ? {} : { "content-type": type }) });
    response.end(status === 204 ? undefined : "<script>alert(1)</script>");
  });
  expect(await ask(address)).toEqual(said(502, `The cluster prod at ${address.origin} ${words}`));
});

const NO_LOGIN = "Give --cluster an address that needs no login, or a valid user and password: --cluster http://user:password@host.";

it.each([
  [301, "https://login.example/authorize?state=secret", " to https://login.example/authorize"],
  [302, "/login?next=/overview", " to ORIGIN/login"],
  [303, `https://login.example/${"long".repeat(100)}`, ` to https://login.example/${"long".repeat(24)}lo…`],
  [307, "javascript:alert(1)", ""],
  [308, undefined, ""],
])("answers 401 to a redirect to a login, with status %i", async (status, location, to) => {
  const address = await upstreamThat((response) => {
    response.writeHead(status, location === undefined ? {} : { location }).end();
  });
  const place = to.replace("ORIGIN", address.origin);
  const words = `answers with a redirect (${String(status)})${place}, which Drey does not follow. A gateway in front of it requires a login. ${NO_LOGIN}`;
  for (const path of ["/overview", "/jobmanager/log"]) {
    expect(await ask(address, path)).toEqual(said(401, `The cluster prod at ${address.origin} ${words}`));
  }
});

it("answers 502 to a redirect of the same call to another address, and names that address", async () => {
  const address = await upstreamThat((response, { url }) => {
    response.writeHead(301, { location: `https://flink.example/prod${url ?? ""}`, "content-type": "application/json" }).end();
  });
  expect(await ask(address, "/jobs/metrics?get=x")).toEqual(
    said(
      502,
      `The cluster prod at ${address.origin} answers with a redirect (301) to https://flink.example/prod/jobs/metrics, which Drey does not follow. If the cluster's address has changed, use the new one: --cluster https://flink.example/prod.`,
    ),
  );
});

const NGINX = "<html><body><center><h1>Not here</h1></center><hr><center>nginx</center></body></html>";

it.each([
  [401, `requires a login (401). ${NO_LOGIN}`],
  [403, "does not allow this call (403). Ask its administrator for access."],
  [413, "does not accept a request of this size (413). Raise its limit."],
  [429, "accepts no more requests for now (429). Try again later."],
  [502, "answers, but the cluster does not (502). Try again later."],
  [503, "answers, but the cluster does not (503). Try again later."],
  [504, "answers, but the cluster does not (504). Try again later."],
])("keeps the status %i of a gateway's page, and explains it with the gateway's own words", async (status, words) => {
  const address = await upstreamThat((response) => {
    response.writeHead(status, { "content-type": "text/html", "www-authenticate": "Basic" }).end(NGINX);
  });
  for (const path of ["/overview", "/jobmanager/log"]) {
    expect(await ask(address, path)).toEqual(
      said(status, `The cluster prod at ${address.origin} is behind a gateway. The gateway ${words} It says: Not here nginx`),
    );
  }
});

describe("the mark of a reply that the proxy made itself", () => {
  it.each([
    ["not-flink", "a page of another server", 200, "text/html"],
    ["not-flink", "a status that HTTP does not have", 999, "application/json"],
    ["gateway", "a gateway's error page", 503, "text/html"],
    ["gateway", "a redirect to a login", 302, "text/html"],
    [undefined, "a reply of Flink", 200, "application/json"],
    [undefined, "an error of Flink", 503, "application/json"],
  ])("is %s for %s", async (fault, _what, status, type) => {
    const address = await upstreamThat((response) => {
      // A cluster cannot set the mark.
      response.writeHead(status, { "content-type": type, location: "/login", [UPSTREAM_FAULT_HEADER]: "unreachable" });
      response.end("{}");
    });
    expect(await faultOf(address)).toBe(fault);
  });

  it("is unreachable for a cluster that is not there, and for one that does not answer", async () => {
    expect(await faultOf(new URL("http://127.0.0.1:9/"))).toBe("unreachable");
    expect(await faultOf(await upstreamThat(() => undefined), { readMs: 100 })).toBe("unreachable");
  });
});

it("passes on the status 503 of Flink itself, which is JSON", async () => {
  const address = await upstreamThat((response) => {
    response.writeHead(503, { "content-type": "application/json" }).end('{"errors":["Service temporarily unavailable."]}');
  });
  expect(await ask(address)).toEqual({ status: 503, type: "application/json", reply: { errors: ["Service temporarily unavailable."] } });
});

describe("the words of a gateway's page", () => {
  const unavailable = (address: URL, said: string) =>
    `The cluster prod at ${address.origin} is behind a gateway. The gateway answers, but the cluster does not (503). Try again later.${said}`;

  async function errorFor(answer: FakeUpstream["answer"]): Promise<readonly [unknown, URL]> {
    const address = await upstreamThat(answer);
    return [(await ask(address)).reply, address];
  }

  it.each([
    ["gzip", gzipSync],
    ["deflate", deflateSync],
    ["br", brotliCompressSync],
    ["zstd", zstdCompressSync],
  ] as const)("are read from a page compressed by %s", async (encoding, compress) => {
    const [reply, address] = await errorFor((response) => {
      response.writeHead(503, { "content-type": "text/html", "content-encoding": encoding }).end(compress(Buffer.from(NGINX)));
    });
    expect(reply).toEqual({ errors: [unavailable(address, " It says: Not here nginx")] });
  });

  it.each([
    ["a picture", "image/png", undefined],
    ["an unknown compression", "text/html", "rot13"],
    ["a broken compression", "text/html", "gzip"],
  ])("are left out for %s", async (_what, type, encoding) => {
    const [reply, address] = await errorFor((response) => {
      response.writeHead(503, { "content-type": type, ...(encoding === undefined ? {} : { "content-encoding": encoding }) }).end(NGINX);
    });
    expect(reply).toEqual({ errors: [unavailable(address, "")] });
  });

  it("are the start of a page that does not end", async () => {
    let ended = 0;
    const [reply, address] = await errorFor((response) => {
      response.writeHead(503, { "content-type": "text/plain" });
      response.on("close", () => ended++);
      const write = (): void => {
        while (response.write("over and ".repeat(1_000)));
      };
      response.on("drain", write);
      write();
    });
    expect(reply).toEqual({ errors: [expect.stringContaining(unavailable(address, " It says: over and over and"))] });
    expect(JSON.stringify(reply).length).toBeLessThan(500);
    await expect.poll(() => ended).toBe(1);
  });
});

it("answers 502 to a log with an invalid HTTP status", async () => {
  const address = await upstreamThat((response) => response.writeHead(999, { "content-type": "text/plain" }).end("x"));
  expect(await ask(address, "/jobmanager/log")).toEqual(
    said(502, `The cluster prod at ${address.origin} ${NOT_FLINK} 999, which is not an HTTP status.`),
  );
});

it("ends the reply where the cluster ends it, and keeps answering", async () => {
  let how: "dies" | "hangs" | "answers" = "dies";
  const address = await upstreamThat((response) => {
    if (how === "answers") return answerJson(response);
    response.writeHead(200, { "content-type": "application/json", "content-length": 100 });
    response.write('{"begun":');
    if (how === "dies") setTimeout(() => response.destroy(), 20);
  });
  const { port } = (await serve(address, { idleMs: 200 })).server.address() as AddressInfo;
  const get = () => fetch(`http://localhost:${String(port)}/clusters/c/overview`).then((response) => response.text());
  await expect(get()).rejects.toThrow("terminated");
  how = "hangs";
  await expect(get()).rejects.toThrow("terminated");
  how = "answers";
  expect(await get()).toBe("{}");
});

describe("clients that do not read", () => {
  /** More than all buffers between the cluster and a client can hold. */
  const LARGE = Buffer.alloc(32 * 1_048_576, "x");

  /** A cluster with a large log. `sending` counts the logs in progress. */
  async function clusterWithLargeLog() {
    const upstream = await startFakeUpstream();
    closing.push(() => upstream.close());
    const cluster = { address: upstream.address, begun: 0, sending: 0 };
    upstream.answer = (response, request) => {
      if (request.url !== "/jobmanager/log") return answerJson(response);
      cluster.begun++;
      cluster.sending++;
      response.on("close", () => cluster.sending--);
      response.writeHead(200, { "content-type": "text/plain" }).end(LARGE);
    };
    return cluster;
  }

  async function occupy(port: number, clients: number): Promise<void> {
    const sockets = await Promise.all(Array.from({ length: clients }, () => askWithoutReading(port, "/clusters/c/jobmanager/log")));
    closing.push(async () => {
      for (const socket of sockets) socket.destroy();
    });
  }

  const connections = { read: 4, write: 1, upload: 1 };

  it("leave connections for a cancel, whatever their number", async () => {
    const cluster = await clusterWithLargeLog();
    const patient = { connections, idleMs: 600_000, readMs: 600_000, writeMs: 600_000 };
    const { port } = (await serve(cluster.address, patient)).server.address() as AddressInfo;
    await occupy(port, connections.read + 1);
    await expect.poll(() => cluster.begun).toBe(connections.read);

    const cancel = await fetch(`http://localhost:${String(port)}/clusters/c/jobs/a1?mode=cancel`, { method: "PATCH" });
    expect(cancel.status).toBe(200);
    expect([cluster.begun, cluster.sending]).toEqual([connections.read, connections.read]);
  });

  it("lose their connection after the idle limit, so that others are answered again", async () => {
    const cluster = await clusterWithLargeLog();
    const { port } = (await serve(cluster.address, { connections, readMs: 600_000, idleMs: 200 })).server.address() as AddressInfo;
    await occupy(port, connections.read);
    await expect.poll(() => cluster.begun).toBe(connections.read);

    const read = await fetch(`http://localhost:${String(port)}/clusters/c/overview`);
    expect([read.status, await read.text()]).toEqual([200, "{}"]);
    await expect.poll(() => cluster.sending).toBe(0);
  });
});

it("keeps connections for a cancel while uploads stall", async () => {
  const upstream = await startFakeUpstream();
  closing.push(() => upstream.close());
  let begun = 0;
  upstream.onBegin = ({ url }) => {
    if (url === "/jars/upload") begun++;
  };
  const patient = { connections: { read: 1, write: 1, upload: 1 }, writeMs: 600_000 };
  const { port } = (await serve(upstream.address, patient)).server.address() as AddressInfo;
  const head = "POST /clusters/c/jars/upload HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1000\r\n";
  const part = '--B\r\nContent-Disposition: form-data; name="jarfile"; filename="a.jar"\r\n\r\nPK';
  const socket = connect(port, "127.0.0.1", () => socket.write(`${head}content-type: multipart/form-data; boundary=B\r\n\r\n${part}`));
  closing.push(async () => void socket.destroy());
  await expect.poll(() => begun).toBe(1);

  const cancel = await fetch(`http://localhost:${String(port)}/clusters/c/jobs/a1?mode=cancel`, { method: "PATCH" });
  expect(cancel.status).toBe(200);
});

it("answers for nine clusters while a tenth answers none of many requests", async () => {
  const silent = await upstreamThat(() => undefined);
  const others = await Promise.all(Array.from({ length: 9 }, () => upstreamThat(answerJson)));
  const clusters = [silent, ...others].map((address, index) => ({ id: `c${String(index)}`, label: `cluster ${String(index)}`, address }));
  const server = await createDreyServer({ directory: app.directory, clusters });
  closing.push(() => server.close());
  await server.listen({ port: 0, host: "127.0.0.1" });
  const { port } = server.server.address() as AddressInfo;
  const leaving = new AbortController();
  let answered = 0;
  // More than the connections that the proxy opens to one cluster.
  const hanging = Array.from({ length: 2 * UPSTREAM_LIMITS.connections.read }, async () => {
    await fetch(`http://localhost:${String(port)}/clusters/c0/overview`, { signal: leaving.signal });
    answered++;
  });
  const statuses = await Promise.all(
    others.map(async (_, index) => (await fetch(`http://localhost:${String(port)}/clusters/c${String(index + 1)}/overview`)).status),
  );
  expect(statuses).toEqual(others.map(() => 200));
  expect(answered).toBe(0);
  leaving.abort();
  await Promise.allSettled(hanging);
});

it("waits for a slow reply on a used connection", async () => {
  const slow = { writeMs: 600_000, idleMs: 100 };
  const address = await upstreamThat((response, { method }) => {
    if (method === "GET") answerJson(response);
    else setTimeout(() => answerJson(response), 5 * slow.idleMs);
  });
  const { port } = (await serve(address, slow)).server.address() as AddressInfo;
  const head = "HTTP/1.1\r\nhost: localhost\r\ncontent-length: 0\r\n";
  const reply = await sendRaw(
    port,
    `GET /clusters/c/overview ${head}\r\nPATCH /clusters/c/jobs/a1?mode=cancel ${head}connection: close\r\n\r\n`,
  );
  expect(reply.body.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(1);
  expect(reply.status).toBe(200);
});

it("recovers with the cluster, without a restart", async () => {
  const upstream = await startFakeUpstream();
  const { port } = (await serve(upstream.address)).server.address() as AddressInfo;
  const get = () => fetch(`http://localhost:${String(port)}/clusters/c/overview`).then((response) => response.status);
  expect(await get()).toBe(200);
  await upstream.close();
  expect(await get()).toBe(502);
  const again = await startFakeUpstream(Number(upstream.address.port));
  closing.push(() => again.close());
  expect(await get()).toBe(200);
});

it("aborts the request to the cluster when the client disconnects", async () => {
  let begun = 0;
  let dropped = 0;
  const address = await upstreamThat((response) => {
    begun++;
    response.on("close", () => dropped++);
  });
  const { port } = (await serve(address, { readMs: 600_000 })).server.address() as AddressInfo;
  const gone = new AbortController();
  const asking = fetch(`http://localhost:${String(port)}/clusters/c/jobs/overview`, { signal: gone.signal }).catch(() => "gone");
  await expect.poll(() => begun).toBe(1);
  gone.abort();
  expect(await asking).toBe("gone");
  await expect.poll(() => dropped).toBe(1);
});
