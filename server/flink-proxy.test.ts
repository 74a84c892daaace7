import type { FastifyInstance } from "fastify";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createDreyServer } from "./drey-server.ts";
import { buildPath } from "../src/rest/build-path.ts";
import { FLINK_CALLS } from "./flink-calls.ts";
import { answerJson, type FakeUpstream, startFakeUpstream } from "./testing/fake-upstream.ts";
import { getRaw, sendRaw } from "./testing/raw-http.ts";
import { type BuiltApp, buildTinyApp } from "./testing/served-app.ts";

let app: BuiltApp;
let upstream: FakeUpstream;
let server: FastifyInstance;
let port = 0;

beforeAll(async () => {
  app = buildTinyApp();
  upstream = await startFakeUpstream();
  const { address } = upstream;
  server = await createDreyServer({
    directory: app.directory,
    clusters: [
      { id: "prod", label: "prod", address },
      { id: "behind", label: "behind", address: new URL(`http://ann:s%20cret@${address.host}/flink/`) },
    ],
  });
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

interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | FormData;
}

async function ask(path: string, { method = "GET", headers = {}, body }: Sent = {}) {
  const response = await fetch(`http://localhost:${String(port)}${path}`, {
    method,
    headers,
    redirect: "manual",
    ...(body === undefined ? {} : { body }),
  });
  return { status: response.status, headers: response.headers, body: await response.text() };
}

function errorIn(body: string): string {
  return (JSON.parse(body) as { errors: [string] }).errors[0];
}

describe("the request to the cluster", () => {
  it("is the same call, below the cluster's own path", async () => {
    const query = "?get=Status.JVM.CPU.Load,0.Map%20x.numRecordsIn&agg=sum";
    expect(await ask(`/clusters/prod/jobs/metrics${query}`)).toMatchObject({ status: 200, body: "{}" });
    await ask("/clusters/behind/jobs/overview");
    expect(upstream.asked.map(({ method, url }) => `${method} ${url}`)).toEqual([`GET /jobs/metrics${query}`, "GET /flink/jobs/overview"]);
  });

  it("can be every call of the table, by its method, with and without the version", async () => {
    for (const { method, path } of FLINK_CALLS) {
      if (path === "/jars/upload") continue;
      const concrete = path.replaceAll(/:\w+/g, "a-1");
      for (const prefix of ["", "/v1"]) {
        upstream.asked.length = 0;
        const { status } = await ask(`/clusters/prod${prefix}${concrete}`, { method });
        expect([status, upstream.asked.map((asked) => `${asked.method} ${asked.url}`)], `${method} ${path}`).toEqual([
          200,
          [`${method} ${concrete}`],
        ]);
      }
    }
  });

  it("carries names with the characters that Flink's ids have", async () => {
    await ask("/clusters/prod/taskmanagers/10.0.0.1%3A6122-ab%2C%20cd/metrics");
    await ask("/clusters/prod/taskmanagers/10.0.0.1:6122-ab/metrics");
    const jar = `${"0".repeat(36)}_${"long".repeat(30)}.jar`;
    await ask(`/clusters/prod/jars/${jar}`, { method: "DELETE" });
    expect(upstream.asked.map(({ url }) => url)).toEqual([
      "/taskmanagers/10.0.0.1%3A6122-ab%2C%20cd/metrics",
      "/taskmanagers/10.0.0.1%3A6122-ab/metrics",
      `/jars/${jar}`,
    ]);
  });

  it("carries names that Flink must decode twice", async () => {
    const path = buildPath("jobManagerLogFile", { filename: "my%20log, 100%+.log" }, {});
    await ask(`/clusters/prod${path}`);
    expect(upstream.asked.map(({ url }) => url)).toEqual([path]);
  });

  it.each(["application/json", "text/plain", "application/x-www-form-urlencoded", "nonsense"])(
    "has a body of JSON, sent as %s",
    async (type) => {
      const body = '{"drain":false}';
      await ask("/clusters/prod/jobs/a1/stop", { method: "POST", headers: { "content-type": type }, body });
      expect(upstream.asked).toMatchObject([{ body, headers: { "content-type": "application/json", "content-length": "15" } }]);
    },
  );

  it("has no cookie, no authorization and no header about the connection", async () => {
    await getRaw(port, "/clusters/prod/overview", {
      cookie: "session=1",
      authorization: "Bearer x",
      "proxy-authorization": "Basic x",
      "x-forwarded-for": "10.0.0.1",
      referer: "http://localhost/secret",
      te: "trailers",
      "keep-alive": "timeout=5",
      "x-anything": "1",
      connection: "close, x-anything",
    });
    expect(Object.keys(upstream.asked[0]?.headers ?? {}).toSorted()).toEqual(["accept", "connection", "host"]);
    expect(upstream.asked[0]?.headers.host).toBe(upstream.address.host);
  });

  it("has the user and password of the configured address, and of no other", async () => {
    await ask("/clusters/behind/overview");
    await ask("/clusters/prod/overview");
    const [behind, prod] = upstream.asked.map(({ headers }) => headers.authorization);
    expect(behind).toBe(`Basic ${Buffer.from("ann:s cret").toString("base64")}`);
    expect(prod).toBeUndefined();
  });
});

describe("the user and password of the configured address", () => {
  it.each([
    ["p%25w", "p%w"],
    ["100%", "100%"],
    ["p%ffw", "p%ffw"],
    ["%41%", "A%"],
    ["p@w:x/y", "p@w:x/y"],
  ])("are sent decoded: %s is the password %s", async (written, password) => {
    const address = new URL(upstream.address);
    address.username = "a%25n";
    // As the command line passes it: a URL keeps a percent sign that encodes nothing.
    address.password = written;
    const proxy = await createDreyServer({ directory: app.directory, clusters: [{ id: "c", label: "c", address }] });
    await proxy.inject({ url: "/clusters/c/overview", headers: { host: "localhost" } });
    await proxy.close();
    expect(upstream.asked[0]?.headers.authorization).toBe(`Basic ${Buffer.from(`a%n:${password}`).toString("base64")}`);
  });
});

describe("paths that lead to other places", () => {
  it.each([
    "/clusters/prod/jobmanager/logs/..%2f..%2fetc%2fpasswd",
    "/clusters/prod/jobmanager/logs/..%252f..%252f..%252fetc%252fpasswd",
    "/clusters/prod/jobmanager/logs/..%25252f..%25252fetc%25252fpasswd",
    "/clusters/prod/jobmanager/logs/..%255c..%255cboot.ini",
    "/clusters/prod/jobmanager/logs/..%5c..%5cboot.ini",
    "/clusters/prod/jobmanager/logs/..\\..\\boot.ini",
    "/clusters/prod/jobmanager/logs/%2e%2e",
    "/clusters/prod/jobmanager/logs/%252e%252e",
    "/clusters/prod/jobmanager/logs/..",
    "/clusters/prod/jobmanager/logs/.",
    "/clusters/prod/jobmanager/logs/",
    "/clusters/prod/jobmanager/logs/%2fetc%2fpasswd",
    "/clusters/prod/jobmanager/logs//etc/passwd",
    "/clusters/prod/jobmanager/logs/a%00.log",
    "/clusters/prod/jobmanager/logs/a%0d%0aHost:%20x",
    "/clusters/prod/jobmanager/logs/%c0%ae%c0%ae%c0%af",
    "/clusters/prod/jobmanager/logs/%zz",
    "/clusters/prod/taskmanagers/..%2f..%2fjobmanager/metrics",
    "/clusters/prod/jobs/../jars/upload",
    "/clusters/prod/../prod/../../secret.txt",
    "/clusters/prod//jobs/overview",
    "/clusters/prod/jobs/overview/",
    "/clusters//jobs/overview",
    "/clusters/other/jobs/overview",
    "/clusters/prod",
    "/clusters/prod/",
    "/clusters/prod/index.html",
    "/clusters/prod/web/../jobs",
    "/clusters/prod/playground",
    "/clusters/prod/http://elsewhere.example/jobs",
    "/clusters/prod/jobs/overview?a=1#b",
    "http://elsewhere.example/jobs/overview",
    "//elsewhere.example/clusters/prod/jobs/overview",
    "*",
  ])("does not pass on %s", async (target) => {
    const reply = await getRaw(port, target);
    expect({ asked: upstream.asked, isError: reply.status >= 400 && reply.status < 500 }).toEqual({ asked: [], isError: true });
    expect(reply.body).not.toContain("hidden words");
    expect(errorIn(reply.body)).not.toBe("");
  });

  it("requests only rows of the table, with names in their places, for any input", async () => {
    const rows = FLINK_CALLS.filter(({ method }) => method === "GET").map(
      ({ path }) => new RegExp(`^${path.replaceAll(/:\w+/g, "([^/]+)")}$`),
    );
    const pieces = [
      "jobmanager",
      "logs",
      "jobs",
      "taskmanagers",
      "a",
      "/",
      "..",
      ".",
      "%2e",
      "%2f",
      "%2F",
      "%252f",
      "%5c",
      "\\",
      "%00",
      "%",
      "%25",
      ";",
      ":",
      "@",
      "&",
    ];
    const beginnings = ["/jobmanager/logs/", "/jobs/", "/taskmanagers/a/logs/", "/taskmanagers/", "/", "/v1/jobs/"];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...beginnings),
        fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 8 }),
        async (beginning, rest) => {
          upstream.asked.length = 0;
          await getRaw(port, `/clusters/prod${beginning}${rest.join("")}`);
          for (const { url } of upstream.asked) {
            const names = rows
              .map((row) => row.exec(url))
              .find((match) => match !== null)
              ?.slice(1);
            expect(names, url).toBeDefined();
            for (const name of names ?? []) {
              // However often the cluster decodes it.
              for (let decoded = name, before = ""; decoded !== before;) {
                before = decoded;
                decoded = decoded.replaceAll(/%([0-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
                expect(decoded, url).not.toMatch(/^\.{1,2}$|[/\\\0]/);
              }
            }
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it("reads an absolute address as its path, and checks its host like any other", async () => {
    expect((await getRaw(port, `http://localhost:${String(port)}/clusters/prod/overview`)).status).toBe(200);
    expect(upstream.asked.map(({ url }) => url)).toEqual(["/overview"]);
  });

  it.each(["HEAD", "OPTIONS", "PUT", "POST", "DELETE", "PATCH", "TRACE", "SEARCH"])("rejects %s for a read-only path", async (method) => {
    const reply = await sendRaw(
      port,
      `${method} /clusters/prod/overview HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`,
    );
    expect({ asked: upstream.asked, status: reply.status }).toEqual({ asked: [], status: 404 });
  });

  it.each(["yarn-cancel", "yarn-stop"])("never cancels by GET: %s", async (word) => {
    for (const prefix of ["", "/v1"]) {
      const { status, body } = await ask(`/clusters/prod${prefix}/jobs/a1/${word}`);
      expect([status, errorIn(body)]).toEqual([403, expect.stringContaining("does not cancel or stop jobs by GET")]);
    }
    expect(upstream.asked).toEqual([]);
  });

  it("ends no cluster and submits no job graph", async () => {
    for (const [method, path] of [
      ["DELETE", "/cluster"],
      ["POST", "/jobs"],
      ["PATCH", "/jobs/a/rescaling"],
    ] as const) {
      expect((await ask(`/clusters/prod${path}`, { method })).status).toBe(404);
    }
    expect(upstream.asked).toEqual([]);
  });
});

describe("bodies", () => {
  it("may not be large if a call takes little data", async () => {
    const { status, body } = await ask("/clusters/prod/jobs/a1/stop", { method: "POST", body: "x".repeat(2_000_000) });
    expect([status, errorIn(body), upstream.asked]).toEqual([413, expect.stringContaining("too large"), []]);
  });

  it("may not be a form with files if a call takes little data", async () => {
    const form = new FormData();
    form.append("x", new Blob(["x"]), "../x");
    expect((await ask("/clusters/prod/jobs/a1/stop", { method: "POST", body: form })).status).toBe(415);
    expect(upstream.asked).toEqual([]);
  });
});

describe("the reply", () => {
  it("keeps status and text, and forbids caching", async () => {
    upstream.answer = (response) =>
      response.writeHead(404, { "content-type": "application/json; charset=UTF-8" }).end('{"errors":["gone"]}');
    const { status, headers, body } = await ask("/clusters/prod/jobs/a1");
    expect([status, headers.get("content-type"), headers.get("cache-control"), body]).toEqual([
      404,
      "application/json; charset=UTF-8",
      "no-store",
      '{"errors":["gone"]}',
    ]);
  });

  it("reports that the cluster is open to every page, and is not open itself", async () => {
    const { headers } = await ask("/clusters/prod/overview");
    expect([headers.get("access-control-allow-origin"), headers.get("x-drey-upstream-cors")]).toEqual([null, "*"]);
    upstream.answer = (response) =>
      response.writeHead(200, { "content-type": "application/json", "access-control-allow-origin": "https://one.example" }).end("{}");
    const closed = await ask("/clusters/prod/overview");
    expect([closed.headers.get("access-control-allow-origin"), closed.headers.get("x-drey-upstream-cors")]).toEqual([null, null]);
  });

  it("has only the content headers of the cluster", async () => {
    upstream.answer = (response) => {
      response.writeHead(200, {
        "content-type": "application/json",
        "set-cookie": "a=1",
        "content-security-policy": "script-src *",
        "x-frame-options": "ALLOWALL",
        "www-authenticate": "Basic",
        "content-disposition": "inline",
        refresh: "0; url=https://elsewhere.example",
        link: "<https://elsewhere.example/x.css>; rel=stylesheet",
        server: "x",
      });
      response.end("{}");
    };
    const { headers } = await ask("/clusters/prod/overview");
    expect(headers.get("content-security-policy")).toBe("default-src 'none';frame-ancestors 'none'");
    expect(headers.get("x-frame-options")).toBe("DENY");
    for (const name of ["set-cookie", "www-authenticate", "content-disposition", "refresh", "link", "server"])
      expect(headers.get(name), name).toBeNull();
  });

  it.each([
    ["text/plain", "text/plain"],
    ["text/plain; charset=UTF-8", "text/plain; charset=UTF-8"],
    ["application/octet-stream", "application/octet-stream"],
    ["text/html", "text/plain; charset=UTF-8"],
    ["image/svg+xml", "text/plain; charset=UTF-8"],
    ["application/json, text/html", "text/plain; charset=UTF-8"],
    ["text/javascript", "text/plain; charset=UTF-8"],
    ["", "text/plain; charset=UTF-8"],
  ])("is never executed: a log with type %j becomes %s", async (theirs, ours) => {
    upstream.answer = (response) => response.writeHead(200, { "content-type": theirs }).end("<script>alert(1)</script>");
    const { status, headers, body } = await ask("/clusters/prod/taskmanagers/tm1/log");
    expect([status, headers.get("content-type"), headers.get("x-content-type-options"), body]).toEqual([
      200,
      ours,
      "nosniff",
      "<script>alert(1)</script>",
    ]);
  });

  it("is streamed: a long log is not buffered", async () => {
    upstream.answer = (response) => {
      response.writeHead(200, { "content-type": "text/plain" });
      response.write("first");
    };
    const gone = new AbortController();
    const response = await fetch(`http://localhost:${String(port)}/clusters/prod/jobmanager/log`, { signal: gone.signal });
    const first = await response.body?.getReader().read();
    expect(new TextDecoder().decode(first?.value as Uint8Array)).toBe("first");
    gone.abort();
  });
});
