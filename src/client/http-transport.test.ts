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
});
