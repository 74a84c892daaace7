import { describe, expect, it } from "vitest";
import type { TimeoutSignal, Transport } from "../transport.ts";

/** The view of a transport's server. */
export interface FakeServer {
  (request: {
    readonly method: string;
    readonly url: string;
    readonly body: string | undefined;
    /** Aborts when the caller stops waiting for the reply. */
    readonly signal: AbortSignal | undefined;
  }): Promise<{ readonly status: number; readonly contentType: string; readonly body: string }>;
}

const JSON_TYPE = "application/json; charset=UTF-8";

/** Never answers. */
const silent: FakeServer = () => new Promise(() => undefined);

/** The contract of every transport. `makeTransport` creates one in front of a server. */
export function registerTransportContractTests(
  name: string,
  makeTransport: (server: FakeServer, timeoutSignal?: TimeoutSignal) => Transport,
): void {
  describe(`${name}, as every transport`, () => {
    it("sends method, path, query and body, but not the origin", async () => {
      const seen: unknown[] = [];
      const transport = makeTransport(({ method, url, body }) => {
        seen.push({ method, url, body });
        return Promise.resolve({ status: 202, contentType: JSON_TYPE, body: "{}" });
      });
      await transport(new Request("http://anywhere:1/jobs/a%2Fb/metrics?get=x,y%26z"));
      await transport(new Request("http://elsewhere/playground/faults", { method: "POST", body: '{"times":1}' }));
      await transport(new Request("http://elsewhere/playground/reset", { method: "POST" }));
      expect(seen).toEqual([
        { method: "GET", url: "/jobs/a%2Fb/metrics?get=x,y%26z", body: undefined },
        { method: "POST", url: "/playground/faults", body: '{"times":1}' },
        { method: "POST", url: "/playground/reset", body: undefined },
      ]);
    });

    it("returns any status as an answer, with its text and content type", async () => {
      const answers = new Map([
        ["/ok", { status: 200, contentType: JSON_TYPE, body: '{"jobs":[]}' }],
        ["/log", { status: 200, contentType: "text/plain", body: "line 1\nline 2 ✓" }],
        ["/nope", { status: 404, contentType: JSON_TYPE, body: '{"errors":["Not found: /nope"]}' }],
        ["/broken", { status: 500, contentType: JSON_TYPE, body: '{"errors":["Internal server error."]}' }],
      ]);
      const transport = makeTransport(({ url }) => Promise.resolve(answers.get(url) ?? { status: 400, contentType: "", body: "" }));
      for (const [path, answer] of answers) {
        const response = await transport(new Request(`http://x${path}`));
        const body = await response.text();
        expect({ status: response.status, contentType: response.headers.get("content-type"), body }).toEqual(answer);
      }
    });

    it("assigns replies that arrive in another order", async () => {
      const held = Promise.withResolvers<undefined>();
      const transport = makeTransport(async ({ url }) => {
        if (url === "/first") await held.promise;
        return { status: 200, contentType: JSON_TYPE, body: url };
      });
      const first = transport(new Request("http://x/first"));
      const second = await transport(new Request("http://x/second"));
      held.resolve(undefined);
      expect([await second.text(), await (await first).text()]).toEqual(["/second", "/first"]);
    });

    it("rejects with the caller's reason when the caller aborts", async () => {
      const transport = makeTransport(silent);
      const controller = new AbortController();
      const reply = transport(new Request("http://x/jobs", { signal: controller.signal }));
      controller.abort(new Error("the page was left"));
      await expect(reply).rejects.toThrow("the page was left");
      await expect(transport(new Request("http://x/jobs", { signal: controller.signal }))).rejects.toThrow("the page was left");
    });

    it("tells the server only about the aborted call", async () => {
      const signals = new Map<string, AbortSignal | undefined>();
      const asked = Promise.withResolvers<undefined>();
      const aborted = Promise.withResolvers<undefined>();
      const transport = makeTransport(({ url, signal }) => {
        signals.set(url, signal);
        if (url === "/left") signal?.addEventListener("abort", () => aborted.resolve(undefined));
        if (url === "/last") asked.resolve(undefined);
        return silent({ method: "GET", url, body: undefined, signal });
      });
      const controller = new AbortController();
      const left = transport(new Request("http://x/left", { signal: controller.signal }));
      const other = new AbortController();
      const kept = transport(new Request("http://x/last", { signal: other.signal }));
      await asked.promise;
      controller.abort();
      await expect(left).rejects.toMatchObject({ name: "AbortError" });
      await aborted.promise;
      expect([signals.get("/left")?.aborted, signals.get("/last")?.aborted]).toEqual([true, false]);
      other.abort();
      await expect(kept).rejects.toMatchObject({ name: "AbortError" });
    });

    it("rejects with a TransportError if no reply arrives in time", async () => {
      const timeout = new AbortController();
      const transport = makeTransport(silent, () => timeout.signal);
      const reply = transport(new Request("http://x/jobs"));
      timeout.abort(new DOMException("timed out", "TimeoutError"));
      await expect(reply).rejects.toMatchObject({
        name: "TransportError",
        kind: "timeout",
        message: expect.stringMatching(/^GET \/jobs: .* 15 s/),
      });
    });
  });
}
