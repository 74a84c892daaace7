import { describe, expect, it } from "vitest";
import { ensureExists } from "../base/assert.ts";
import { createFlinkClient } from "./flink-client.ts";
import { createHttpTransport } from "./http-transport.ts";
import type { SilenceLimit } from "./silence-limit.ts";
import { type FakeServer, registerTransportContractTests } from "./testing/transport-contract-suite.ts";

const BASE = "http://flink:8081/proxy";

/** After all pending work that needs no timer. */
const nextTurn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

function fetchFrom(server: FakeServer): typeof fetch {
  return async (input, init) => {
    const signal = init?.signal;
    const aborted = new Promise<never>((_, reject) => {
      const fail = () => reject(signal?.reason);
      if (signal?.aborted === true) fail();
      signal?.addEventListener("abort", fail);
    });
    const url = typeof input === "string" ? input : "(no text)";
    if (!url.startsWith(BASE)) throw new Error(`not for this server: ${url}`);
    const body = typeof init?.body === "string" ? init.body : undefined;
    const answer = await Promise.race([
      server({ method: init?.method ?? "GET", url: url.slice(BASE.length), body, signal: signal ?? undefined }),
      aborted,
    ]);
    return new Response(answer.body, { status: answer.status, headers: { "content-type": answer.contentType } });
  };
}

/** A limit that the test decides. */
function limitBy(signal: AbortSignal, heard: (limitMs?: number) => void = () => undefined): (limitMs: number) => SilenceLimit {
  return (limitMs) => ({ signal, heard, limitMs: () => limitMs, stop: () => undefined });
}

registerTransportContractTests("the HTTP transport", (server, timeoutSignal) =>
  createHttpTransport({
    baseUrl: `${BASE}/`,
    fetch: fetchFrom(server),
    ...(timeoutSignal === undefined ? {} : { silenceLimit: (limitMs) => limitBy(timeoutSignal(limitMs))(limitMs) }),
  }),
);

describe("the HTTP transport", () => {
  it("says what to check when no server answers", async () => {
    const transport = createHttpTransport({ baseUrl: BASE, fetch: () => Promise.reject(new TypeError("Failed to fetch")) });
    const reply = transport(new Request("http://x/jobs"));
    await expect(reply).rejects.toMatchObject({
      name: "TransportError",
      kind: "unreachable",
      message: `GET /jobs: the cluster at ${BASE} cannot be reached. Check that its JobManager is running.`,
      cause: expect.objectContaining({ message: "Failed to fetch" }),
    });
  });

  it("mentions the page's origin only where the request crosses origins", async () => {
    const fetchThatFails = () => Promise.reject(new TypeError("Failed to fetch"));
    const transport = createHttpTransport({ baseUrl: BASE, isDirect: true, fetch: fetchThatFails });
    await expect(transport(new Request("http://x/jobs"))).rejects.toThrow("is running and allows requests from this page.");
  });

  it.each([
    ["as a browser hides it", "opaqueredirect", 0],
    ["as Node shows it", "basic", 302],
  ])("follows no redirect, %s", async (_how, type, status) => {
    const modes: unknown[] = [];
    const transport = createHttpTransport({
      baseUrl: BASE,
      fetch: (_, init) => {
        modes.push(init?.redirect);
        return Promise.resolve(Object.defineProperties(new Response(), { type: { value: type }, status: { value: status } }));
      },
    });
    await expect(transport(new Request("http://x/jobs"))).rejects.toMatchObject({
      name: "TransportError",
      kind: "redirected",
      message: `GET /jobs: the gateway in front of the cluster at ${BASE} redirects this page, probably to its login. Reload this page to sign in again.`,
    });
    expect(modes).toEqual(["manual"]);
  });

  /** Sends the start of a body, then does what `goOn` decides. */
  function beginning(goOn: (body: ReadableStreamDefaultController<Uint8Array>, signal: AbortSignal) => void): typeof fetch {
    return (_, init) => {
      const signal = ensureExists(init?.signal, "a signal");
      const bytes = new TextEncoder().encode('{"jobs":[');
      const body = new ReadableStream<Uint8Array>({
        start: (controller) => controller.enqueue(bytes),
        pull: (controller) => goOn(controller, signal),
      });
      return Promise.resolve(new Response(body, { headers: { "content-type": "application/json" } }));
    };
  }

  const failsOnAbort = (body: ReadableStreamDefaultController<Uint8Array>, signal: AbortSignal): void =>
    signal.addEventListener("abort", () => body.error(signal.reason));

  it("names the call whose reply ends early, and its size so far", async () => {
    const breakOff = beginning((body) => body.error(new TypeError("terminated")));
    const client = createFlinkClient(createHttpTransport({ baseUrl: BASE, fetch: breakOff }));
    await expect(client.call("jobs", {}, {})).rejects.toMatchObject({
      name: "TransportError",
      kind: "unreadable",
      message: `GET /jobs: the reply of the cluster at ${BASE} broke off after 9 bytes. The JobManager may have stopped, or a proxy in front of it may have closed the connection. Drey tries again.`,
      cause: expect.objectContaining({ message: "terminated" }),
    });
  });

  it("says that a command may have been executed if its reply ends early", async () => {
    const breakOff = beginning((body) => body.error(new TypeError("terminated")));
    const transport = createHttpTransport({ baseUrl: BASE, fetch: breakOff });
    await expect(transport(new Request("http://x/jobs/1/stop", { method: "POST" }))).rejects.toThrow(
      /^POST \/jobs\/1\/stop: .* The cluster may still have executed the request\.$/,
    );
  });

  it("names the call whose reply stalls, and the waiting time", async () => {
    const timeout = new AbortController();
    const transport = createHttpTransport({ baseUrl: BASE, fetch: beginning(failsOnAbort), silenceLimit: limitBy(timeout.signal) });
    const reply = transport(new Request("http://x/jobs?get=all"));
    await nextTurn();
    timeout.abort(new DOMException("timed out", "TimeoutError"));
    await expect(reply).rejects.toMatchObject({
      name: "TransportError",
      kind: "unreadable",
      message: expect.stringContaining(`GET /jobs: the reply of the cluster at ${BASE} stalled after 9 bytes: nothing arrived for 15 s.`),
    });
  });

  it("rejects with the caller's reason when the caller aborts while the body arrives", async () => {
    const controller = new AbortController();
    const transport = createHttpTransport({ baseUrl: BASE, fetch: beginning(failsOnAbort) });
    const reply = transport(new Request("http://x/jobs", { signal: controller.signal }));
    await nextTurn();
    controller.abort(new Error("the page was left"));
    await expect(reply).rejects.toThrow("the page was left");
  });

  /** A reply of that many pieces of 4 bytes. */
  function inPieces(count: number, headers: Record<string, string> = {}): typeof fetch {
    let left = count;
    const body = () =>
      new ReadableStream<Uint8Array>({
        pull(controller) {
          if (left-- > 0) controller.enqueue(new TextEncoder().encode("abcd"));
          else controller.close();
        },
      });
    return () => Promise.resolve(new Response(body(), { headers }));
  }

  it("starts its limit again with each piece, so that a long reply may take any time", async () => {
    let heard = 0;
    const silenceLimit = limitBy(new AbortController().signal, () => heard++);
    const transport = createHttpTransport({ baseUrl: BASE, fetch: inPieces(50), silenceLimit });
    expect((await (await transport(new Request("http://x/jobs"))).text()).length).toBe(200);
    expect(heard).toBe(51);
  });

  it("gives a successful reply to a sink, piece by piece, with its declared length", async () => {
    const taken: unknown[] = [];
    const reply = { begin: (bytes?: number) => taken.push(bytes), take: (piece: Uint8Array) => taken.push(piece.byteLength) };
    const streamed = createHttpTransport({ baseUrl: BASE, fetch: inPieces(2, { "content-length": "8" }) });
    expect(await (await streamed(new Request("http://x/jobmanager/log"), { reply })).text()).toBe("");
    const compressed = createHttpTransport({ baseUrl: BASE, fetch: inPieces(0, { "content-length": "8", "content-encoding": "gzip" }) });
    await compressed(new Request("http://x/jobmanager/log"), { reply });
    expect(taken).toEqual([8, 4, 4, undefined]);
    const refused = createHttpTransport({ baseUrl: BASE, fetch: () => Promise.resolve(new Response("no", { status: 404 })) });
    expect(await (await refused(new Request("http://x/jobmanager/log"), { reply })).text()).toBe("no");
    expect(taken).toHaveLength(4);
  });

  it("ends a reply that is larger than the page can keep, such as one that decompresses to gigabytes", async () => {
    const transport = createHttpTransport({ baseUrl: BASE, fetch: inPieces(Infinity), maxReplyBytes: 1_048_576 });
    await expect(transport(new Request("http://x/jobs"))).rejects.toMatchObject({
      name: "TransportError",
      kind: "unreadable",
      message: `GET /jobs: the reply of the cluster at ${BASE} is larger than 1 MiB, which this page does not read. Drey tries again.`,
    });
  });

  it("returns a reply in pieces, and one that may have no body", async () => {
    const pieces = ['{"jobs":', "[]}"];
    const transport = createHttpTransport({
      baseUrl: BASE,
      fetch: (input) =>
        Promise.resolve(
          input === `${BASE}/none`
            ? new Response(null, { status: 204 })
            : new Response(
                new ReadableStream({
                  pull(body) {
                    const piece = pieces.shift();
                    if (piece === undefined) body.close();
                    else body.enqueue(new TextEncoder().encode(piece));
                  },
                }),
              ),
        ),
    });
    await expect((await transport(new Request("http://x/jobs"))).json()).resolves.toEqual({ jobs: [] });
    expect((await transport(new Request("http://x/none"))).status).toBe(204);
  });

  describe("across origins", () => {
    function direct(): { readonly sent: Request[]; readonly transport: ReturnType<typeof createHttpTransport> } {
      const sent: Request[] = [];
      const transport = createHttpTransport({
        baseUrl: BASE,
        isDirect: true,
        fetch: (input, init) => {
          sent.push(new Request(input, init));
          return Promise.resolve(Response.json({}));
        },
      });
      return { sent, transport };
    }

    it("sends JSON as text, which needs no CORS preflight", async () => {
      const { sent, transport } = direct();
      const headers = { "content-type": "application/json" };
      await transport(new Request("http://x/jobs/1/stop", { method: "POST", body: '{"drain":false}', headers }));
      expect(Object.fromEntries(sent[0]?.headers ?? [])).toEqual({ "content-type": "text/plain;charset=UTF-8" });
      await expect(sent[0]?.text()).resolves.toBe('{"drain":false}');
    });

    it("has no limit for sending a form, because the browser does not tell how much was sent", async () => {
      const limits: (number | undefined)[] = [];
      const transport = createHttpTransport({
        baseUrl: BASE,
        isDirect: true,
        fetch: () => Promise.resolve(Response.json({})),
        silenceLimit: limitBy(new AbortController().signal, (limitMs) => limits.push(limitMs)),
      });
      const body = new FormData();
      body.append("jarfile", new Blob(["PK"]), "a.jar");
      await transport(new Request("http://x/jars/upload", { method: "POST", body }));
      expect(limits.slice(0, 2)).toEqual([Number.POSITIVE_INFINITY, undefined]);
    });

    it("says that an upload was not complete when the connection ends", async () => {
      const transport = createHttpTransport({
        baseUrl: BASE,
        isDirect: true,
        fetch: () => Promise.reject(new TypeError("Failed to fetch")),
      });
      const body = new FormData();
      body.append("jarfile", new Blob(["PK"]), "a.jar");
      await expect(transport(new Request("http://x/jars/upload", { method: "POST", body }))).rejects.toMatchObject({
        kind: "unreachable",
        message: expect.stringMatching(
          /^POST \/jars\/upload: the connection to the cluster at .* ended before all \d+ bytes were sent\..* Try again\.$/,
        ),
      });
    });

    it("sends a form as a form", async () => {
      const { sent, transport } = direct();
      const body = new FormData();
      body.append("jarfile", new Blob(["PK"]), "a.jar");
      await transport(new Request("http://x/jars/upload", { method: "POST", body }));
      expect(sent[0]?.headers.get("content-type")).toMatch(/^multipart\/form-data; ?boundary=/);
      expect((await sent[0]?.formData())?.has("jarfile")).toBe(true);
    });

    it.each(["PUT", "PATCH", "DELETE"])("rejects %s with the reason", async (method) => {
      const { sent, transport } = direct();
      const reply = transport(new Request("http://x/jobs/1", { method }));
      await expect(reply).rejects.toMatchObject({
        name: "NotSimpleError",
        message: expect.stringContaining(`${method} needs a CORS preflight`),
      });
      expect(sent).toEqual([]);
    });
  });
});
