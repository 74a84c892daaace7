import { afterEach, describe, expect, it, vi } from "vitest";
import { chooseBackend } from "./create-transport.ts";

const PAGE = "http://host/some/path/index.html";

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

describe("chooseBackend", () => {
  it("connects to the cluster that drey.json beside the page names, relative to that file", async () => {
    const asked = serve({
      "http://host/some/path/drey.json": '{"backends": [{"kind": "http", "url": "../flink/", "playground": true}]}',
      "http://host/some/flink/jobs": '{"jobs": []}',
    });
    const backend = await chooseBackend(PAGE);
    expect(backend).toMatchObject({ id: "http://host/some/flink/", kind: "http", label: "host", hasPlayground: true });
    expect(backend.source()).toEqual({ kind: "http", baseUrl: "http://host/some/flink/" });
    await expect(backend.client.call("jobs", {}, {})).resolves.toEqual({ jobs: [] });
    expect(asked).toEqual(["http://host/some/path/drey.json", "http://host/some/flink/jobs"]);
  });

  it("does not believe that a cluster has containers unless drey.json says so", async () => {
    serve({ "http://host/some/path/drey.json": '{"backends": [{"kind": "http", "url": "./", "label": "Production"}]}' });
    expect(await chooseBackend(PAGE)).toMatchObject({ label: "Production", hasPlayground: false });
  });

  it("refuses a drey.json that it does not understand", async () => {
    serve({ "http://host/some/path/drey.json": "<!doctype html>" });
    await expect(chooseBackend(PAGE)).rejects.toThrow("drey.json beside index.html has to be");
  });

  it("starts the cluster in the page without drey.json, and fails every call in words where there are no workers", async () => {
    serve({});
    expect(typeof Worker).toBe("undefined");
    const backend = await chooseBackend(PAGE);
    expect(backend).toMatchObject({ id: "browser", kind: "browser", hasPlayground: true });
    expect((await backend.failed).kind).toBe("unsupported");
    await expect(backend.client.call("jobs", {}, {})).rejects.toMatchObject({
      name: "EngineStoppedError",
      message: expect.stringContaining("no workers"),
    });
  });
});
