import { afterEach, expect, it } from "vitest";
import type { EngineResponse } from "../engine/host.ts";
import type { ClientToEngine, EngineToClient } from "../wire/client-wire.ts";
import type { RawPort } from "./raw-port.ts";
import { serveClient } from "./serve-client.ts";

const open: MessagePort[] = [];
afterEach(() => {
  for (const port of open.splice(0)) port.close();
});

const REPLY: EngineResponse = { status: 200, contentType: "text/plain", body: "" };

it("sends no reply to a request that was aborted, even if it is answered later", async () => {
  const { port1, port2 } = new MessageChannel();
  open.push(port1, port2);
  const late = Promise.withResolvers<EngineResponse>();
  serveClient(port2 as RawPort, ({ url }) => {
    if (url !== "/late") late.resolve(REPLY);
    return late.promise;
  });
  const replies: EngineToClient[] = [];
  const answered = new Promise<void>((resolve) => {
    port1.addEventListener("message", ({ data }: MessageEvent<EngineToClient>) => {
      replies.push(data);
      if (data.type === "response" && data.id === 2) resolve();
    });
  });
  port1.start();
  const send = (message: ClientToEngine) => port1.postMessage(message);
  send({ type: "request", id: 1, method: "GET", url: "/late" });
  send({ type: "abort", id: 1 });
  // An abort that crosses the reply in flight.
  send({ type: "abort", id: 7 });
  send({ type: "request", id: 2, method: "GET", url: "/jobs" });
  await answered;
  expect(replies).toEqual([{ type: "response", id: 2, ...REPLY }]);
});
