import { describe, expect, it } from "vitest";
import { createHttpTransport } from "./http-transport.ts";
import { type FakeServer, registerTransportContractTests } from "./testing/transport-contract-suite.ts";

const BASE = "http://flink:8081/proxy";

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
    const answer = await Promise.race([server({ method: init?.method ?? "GET", url: url.slice(BASE.length), body }), aborted]);
    return new Response(answer.body, { status: answer.status, headers: { "content-type": answer.contentType } });
  };
}

registerTransportContractTests("the HTTP transport", (server, timeoutSignal) =>
  createHttpTransport({ baseUrl: `${BASE}/`, fetch: fetchFrom(server), ...(timeoutSignal === undefined ? {} : { timeoutSignal }) }),
);

describe("the HTTP transport", () => {
  it("says what to check when nobody is there", async () => {
    const transport = createHttpTransport({ baseUrl: BASE, fetch: () => Promise.reject(new TypeError("Failed to fetch")) });
    const reply = transport(new Request("http://x/jobs"));
    await expect(reply).rejects.toMatchObject({
      name: "TransportError",
      kind: "unreachable",
      message: expect.stringContaining(`The cluster at ${BASE} cannot be reached. Check`),
      cause: expect.objectContaining({ message: "Failed to fetch" }),
    });
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

    it("sends JSON as text, which needs no leave", async () => {
      const { sent, transport } = direct();
      const headers = { "content-type": "application/json" };
      await transport(new Request("http://x/jobs/1/stop", { method: "POST", body: '{"drain":false}', headers }));
      expect(Object.fromEntries(sent[0]?.headers ?? [])).toEqual({ "content-type": "text/plain;charset=UTF-8" });
      await expect(sent[0]?.text()).resolves.toBe('{"drain":false}');
    });

    it("sends a form as a form", async () => {
      const { sent, transport } = direct();
      const body = new FormData();
      body.append("jarfile", new Blob(["PK"]), "a.jar");
      await transport(new Request("http://x/jars/upload", { method: "POST", body }));
      expect(sent[0]?.headers.get("content-type")).toMatch(/^multipart\/form-data; ?boundary=/);
      expect((await sent[0]?.formData())?.has("jarfile")).toBe(true);
    });

    it.each(["PUT", "PATCH", "DELETE"])("sends no %s, and says why", async (method) => {
      const { sent, transport } = direct();
      const reply = transport(new Request("http://x/jobs/1", { method }));
      await expect(reply).rejects.toMatchObject({
        name: "NotSimpleError",
        message: expect.stringContaining(`send a ${method} there only`),
      });
      expect(sent).toEqual([]);
    });
  });
});
