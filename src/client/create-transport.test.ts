import { afterEach, describe, expect, it, vi } from "vitest";
import { WITHOUT_CONFIG } from "./backend-config.ts";
import { connectTo, readBackends } from "./create-transport.ts";
import { ensureExists } from "../base/assert.ts";

const PAGE = "http://host/some/path/index.html?cluster=x#/overview";

function serve(files: Readonly<Record<string, string>>): string[] {
  const asked: string[] = [];
  vi.stubGlobal("fetch", (input: string | URL) => {
    const url = input.toString();
    asked.push(url);
    const body = files[url];
    return Promise.resolve(new Response(body ?? "", { status: body === undefined ? 404 : 200 }));
  });
  return asked;
}

afterEach(() => vi.unstubAllGlobals());

describe("readBackends", () => {
  it("reads drey.json beside the page, addresses relative to that file", async () => {
    const asked = serve({
      "http://host/some/path/drey.json": '{"backends": [{"kind": "http", "url": "../flink/", "label": "Production"}]}',
    });
    expect(await readBackends(PAGE)).toMatchObject([
      { id: "Production", baseUrl: "http://host/some/flink/", hasPlayground: false, isDirect: false },
      { kind: "browser" },
    ]);
    expect(asked).toEqual(["http://host/some/path/drey.json"]);
  });

  it("rejects an invalid drey.json", async () => {
    serve({ "http://host/some/path/drey.json": "<!doctype html>" });
    await expect(readBackends(PAGE)).rejects.toThrow("drey.json beside index.html must be");
  });

  it("has the playground without drey.json", async () => {
    serve({});
    expect(await readBackends(PAGE)).toBe(WITHOUT_CONFIG);
  });
});

describe("connectTo", () => {
  const HTTP = {
    kind: "http",
    id: "prod",
    label: "Production",
    baseUrl: "http://host/flink/",
    hasPlayground: true,
    isReadOnly: false,
    isDirect: false,
  } as const;

  it("makes no HTTP request of its own", async () => {
    const asked = serve({ "http://host/flink/jobs": '{"jobs": []}' });
    const backend = connectTo(HTTP);
    expect(backend).toMatchObject({ id: HTTP.baseUrl, kind: "http", label: "Production", hasPlayground: true, isReadOnly: false });
    expect(connectTo({ ...HTTP, isReadOnly: true })).toMatchObject({ hasPlayground: false, isReadOnly: true });
    expect(backend.source()).toEqual({ kind: "http", baseUrl: HTTP.baseUrl });
    await expect(backend.client.call("jobs", {}, {})).resolves.toEqual({ jobs: [] });
    expect(asked).toEqual(["http://host/flink/jobs"]);
  });

  it("rejects all calls once it is closed", async () => {
    vi.stubGlobal("fetch", (_: string, { signal }: RequestInit) => {
      return new Promise((_resolve, reject) => {
        if (signal?.aborted === true) reject(signal.reason);
        signal?.addEventListener("abort", () => reject(signal.reason));
      });
    });
    const backend = connectTo(HTTP);
    const underWay = backend.client.call("jobs", {}, {});
    backend.close();
    await expect(underWay).rejects.toMatchObject({ name: "BackendClosedError" });
    const asked = serve({});
    await expect(backend.client.call("jobs", {}, {})).rejects.toMatchObject({ name: "BackendClosedError" });
    expect(asked).toEqual([]);
  });

  it("starts the playground, and rejects every call with an explanation without workers", async () => {
    vi.stubGlobal("isSecureContext", false);
    vi.stubGlobal("document", { baseURI: PAGE });
    expect(typeof Worker).toBe("undefined");
    const backend = connectTo(ensureExists(WITHOUT_CONFIG[0], "the cluster in the page"));
    expect(backend).toMatchObject({ id: "browser", kind: "browser", hasPlayground: true });
    expect((await backend.failed).kind).toBe("unsupported");
    await expect(backend.client.call("jobs", {}, {})).rejects.toMatchObject({
      name: "EngineStoppedError",
      message: expect.stringContaining("does not support workers"),
    });
    backend.close();
  });
});
