import { afterEach, describe, expect, it } from "vitest";
import type { ClientToEngine, EngineToClient } from "../wire/client-wire.ts";
import type { RawPort } from "../workers/raw-port.ts";
import { serveClient } from "../workers/serve-client.ts";
import { type FakeServer, registerTransportContractTests } from "./testing/transport-contract-suite.ts";
import type { TimeoutSignal } from "./transport.ts";
import { createWorkerTransport, EngineStoppedError, type WirePort } from "./worker-transport.ts";

const open: MessagePort[] = [];
afterEach(() => {
  for (const port of open.splice(0)) port.close();
});

/** A transport and the engine's end of its port, controlled by the test. */
function connect(timeoutSignal?: TimeoutSignal) {
  const { port1, port2 } = new MessageChannel();
  open.push(port1, port2);
  const seen: ClientToEngine[] = [];
  const arrivals: ((message: ClientToEngine) => void)[] = [];
  port2.addEventListener("message", ({ data }: MessageEvent<ClientToEngine>) => {
    seen.push(data);
    arrivals.shift()?.(data);
  });
  port2.start();
  return {
    transport: createWorkerTransport(port1, timeoutSignal === undefined ? {} : { timeoutSignal }),
    seen,
    nextMessage: () => new Promise<ClientToEngine>((resolve) => arrivals.push(resolve)),
    say: (message: EngineToClient) => port2.postMessage(message),
    sayAnything: (message: unknown) => port2.postMessage(message),
  };
}

registerTransportContractTests("the worker transport", (server: FakeServer, timeoutSignal) => {
  const { port1, port2 } = new MessageChannel();
  open.push(port1, port2);
  serveClient(port2 as RawPort, ({ method, url, body }, signal) => server({ method, url, body, signal }));
  return createWorkerTransport(port1, timeoutSignal === undefined ? {} : { timeoutSignal }).request;
});

describe("the worker transport", () => {
  it("tells the engine when a caller aborts, and drops the late reply", async () => {
    const { transport, nextMessage, say } = connect();
    const controller = new AbortController();
    const asked = nextMessage();
    const reply = transport.request(new Request("http://x/jobs", { signal: controller.signal }));
    const { id } = await asked;
    const told = nextMessage();
    controller.abort();
    await expect(reply).rejects.toMatchObject({ name: "AbortError" });
    expect(await told).toEqual({ type: "abort", id });

    say({ type: "response", id, status: 200, contentType: "application/json", body: "late" });
    const again = nextMessage();
    const second = transport.request(new Request("http://x/jobs"));
    say({ type: "response", id: (await again).id, status: 200, contentType: "application/json", body: "in time" });
    expect(await (await second).text()).toBe("in time");
  });

  it("rejects pending and later calls once the engine has stopped", async () => {
    const { transport, nextMessage, say } = connect();
    const asked = nextMessage();
    const pending = [transport.request(new Request("http://x/jobs")), transport.request(new Request("http://x/overview"))];
    await asked;
    say({ type: "stopped", reason: "The cluster was stopped." });
    for (const reply of pending) await expect(reply).rejects.toThrow("The cluster was stopped. Reload the page to start a new cluster.");
    await expect(transport.request(new Request("http://x/jobs"))).rejects.toBeInstanceOf(EngineStoppedError);
  });

  it("can be stopped from this side, and keeps the first reason", async () => {
    const { transport } = connect();
    const reply = transport.request(new Request("http://x/jobs"));
    transport.stop(new EngineStoppedError("The worker could not be loaded."));
    transport.stop(new EngineStoppedError("Something else."));
    await expect(reply).rejects.toThrow("The worker could not be loaded.");
  });

  it("stops when the other side sends an unknown message", async () => {
    const { transport, nextMessage, sayAnything } = connect();
    const asked = nextMessage();
    const reply = transport.request(new Request("http://x/jobs"));
    await asked;
    sayAnything({ type: "response", id: 1, status: "200" });
    await expect(reply).rejects.toThrow("come from different versions of Drey. Reload the page");
  });

  it("returns no body for a status that may not have one", async () => {
    const { transport, nextMessage, say } = connect();
    const asked = nextMessage();
    const reply = transport.request(new Request("http://x/jobs"));
    say({ type: "response", id: (await asked).id, status: 204, contentType: "application/json", body: "" });
    expect((await reply).status).toBe(204);
  });

  it("starts its port only after its listener is attached, so that nothing is lost", () => {
    const calls: string[] = [];
    const port: WirePort = {
      postMessage: () => undefined,
      addEventListener: () => calls.push("listen"),
      start: () => calls.push("start"),
      close: () => undefined,
    };
    createWorkerTransport(port);
    expect(calls).toEqual(["listen", "start"]);
  });
});
