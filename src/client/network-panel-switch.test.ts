import { afterEach, expect, it, vi } from "vitest";
import { createDeferred } from "../base/deferred.ts";
import { createNetworkPanelSwitch } from "./network-panel-switch.ts";
import type { NetworkPanel } from "./network-panel.ts";

const PAGE = "https://drey.test/app/";
const REQUEST = new Request("https://drey.test/jobs");
const reply = (words: string) => () => Promise.resolve(new Response(words));
const engine = reply("by the port");

function switchWith(start: () => Promise<NetworkPanel>, { isSecure = true, pageUrl = PAGE } = {}) {
  const { request, networkPanel } = createNetworkPanelSwitch(engine, { start, isSecure, pageUrl });
  return { networkPanel, ask: async () => (await request(REQUEST)).text() };
}

const stop = vi.fn<() => void>();
const started = () => Promise.resolve({ request: reply("over HTTP"), stop });
afterEach(() => stop.mockReset());

it("changes the route of the calls while the cluster runs, and back", async () => {
  const { networkPanel, ask } = switchWith(started);
  const states: boolean[] = [];
  networkPanel.subscribe(() => states.push(networkPanel.state().isOn));
  expect(await ask()).toBe("by the port");
  networkPanel.set(true);
  expect(await ask()).toBe("over HTTP");
  networkPanel.set(false);
  expect(await ask()).toBe("by the port");
  await vi.waitFor(() => expect(stop).toHaveBeenCalledOnce());
  expect(states).toEqual([true, false]);
});

it("is on from the start if the address has ?network", async () => {
  const { networkPanel, ask } = switchWith(started, { pageUrl: `${PAGE}?network#/overview` });
  expect(networkPanel.state()).toEqual({ isOn: true });
  expect(await ask()).toBe("over HTTP");
});

it("says why the worker did not start, and calls work as without it", async () => {
  const { networkPanel, ask } = switchWith(() => Promise.reject(new Error("The server of this page has no worker.")));
  networkPanel.set(true);
  expect(await ask()).toBe("by the port");
  expect(networkPanel.state()).toEqual({
    isOn: false,
    problem: "Not available: this page's service worker did not start. The server of this page has no worker.",
  });
});

it("stays off without a problem if it was switched off before the start failed", async () => {
  const start = createDeferred<NetworkPanel>();
  const { networkPanel, ask } = switchWith(() => start.promise);
  networkPanel.set(true);
  const waiting = ask();
  networkPanel.set(false);
  start.reject(new Error("The server of this page has no worker."));
  expect(await waiting).toBe("by the port");
  expect(networkPanel.state()).toEqual({ isOn: false });
});

it("says that it is not available on an insecure page", async () => {
  const { networkPanel, ask } = switchWith(started, { isSecure: false, pageUrl: `${PAGE}?network` });
  networkPanel.set(true);
  expect(networkPanel.state().problem).toContain("only on pages from HTTPS or localhost");
  expect(await ask()).toBe("by the port");
});
