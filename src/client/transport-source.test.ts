import { expect, it, vi } from "vitest";
import { openTransport, transferOf, type TransportSource } from "./transport-source.ts";

it("opens a port that was sent through a message", async () => {
  const { port1, port2 } = new MessageChannel();
  port2.addEventListener("message", ({ data }) => {
    port2.postMessage({ type: "response", id: data.id, status: 200, contentType: "text/plain", body: data.url });
  });
  port2.start();

  const page = new MessageChannel();
  const arrived = new Promise<TransportSource>((resolve) => {
    page.port2.addEventListener("message", ({ data }: MessageEvent<TransportSource>) => resolve(data));
  });
  page.port2.start();
  const source: TransportSource = { kind: "port", port: port1 };
  page.port1.postMessage(source, transferOf(source));

  const response = await openTransport(await arrived)(new Request("http://x/jobs"));
  expect(await response.text()).toBe("/jobs");
  for (const port of [port2, page.port1, page.port2]) port.close();
});

it("opens a cluster over HTTP, with nothing to transfer", async () => {
  const asked: unknown[] = [];
  vi.stubGlobal("fetch", (url: string) => {
    asked.push(url);
    return Promise.resolve(Response.json({}));
  });
  const source: TransportSource = { kind: "http", baseUrl: "http://flink:8081/" };
  expect(transferOf(source)).toEqual([]);
  await openTransport(structuredClone(source))(new Request("http://x/jobs"));
  expect(asked).toEqual(["http://flink:8081/jobs"]);
  vi.unstubAllGlobals();
});
