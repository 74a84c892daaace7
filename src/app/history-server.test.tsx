import { cleanup, render, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeAll, expect, test } from "vitest";

import { TransportError } from "../client/transport.ts";
import { backendOver, recordedTransport } from "../testing/recorded-backend.tsx";
import { replyCases, withCases } from "../testing/reply-cases.ts";
import { App } from "./app.tsx";
import { createBackendSwitch } from "./backend-switch.ts";

// A History Server serves the jobs that have ended. Everything about the cluster is a 404.

beforeAll(() => import("../pages/overview-page.tsx"));
afterEach(() => {
  cleanup();
  window.history.replaceState(null, "", "/");
});

/** Opens the app there. Returns how often it has made each call, and a switch that loses all replies. */
function openAt(hash: string): { readonly asked: Map<string, number>; readonly lose: (isLost: boolean) => void } {
  window.history.replaceState(null, "", `/#${hash}`);
  const cases = replyCases("history-server").map((one) => ({ ...one, reply: { ...(one.reply as object), "refresh-interval": 500 } }));
  const served = withCases(recordedTransport("12-cancelled"), cases);
  const asked = new Map<string, number>();
  let isLost = false;
  const backend = backendOver((request) => {
    const { pathname } = new URL(request.url);
    asked.set(pathname, (asked.get(pathname) ?? 0) + 1);
    if (isLost) return Promise.reject(new TransportError("timeout", `GET ${pathname}: no answer.`));
    return /^\/(?:overview|taskmanagers|jobmanager|jars)/.test(pathname)
      ? Promise.resolve(Response.json({ errors: ["File not found."] }, { status: 404 }))
      : served(request);
  });
  const row = {
    kind: "http",
    id: "test",
    label: "history",
    baseUrl: "http://test.invalid/",
    hasPlayground: false,
    isReadOnly: false,
    isDirect: false,
  } as const;
  render(<App backendSwitch={createBackendSwitch({ readBackends: () => Promise.resolve([row]), connect: () => backend })} />);
  return {
    asked,
    lose: (lost) => {
      isLost = lost;
    },
  };
}

test.each(["/overview", "/job/completed", "/task-manager", "/job-manager/metrics", "/submit"])(
  "[F203] [F204] %s does not poll what it does not serve",
  async (hash) => {
    const { asked } = openAt(hash);
    await screen.findByText("live");
    const before = new Map(asked);
    await waitFor(() => expect(asked.get("/jobs/overview")).toBeGreaterThan((before.get("/jobs/overview") ?? 0) + 3));
    const polled = [...asked].filter(([path, count]) => count > (before.get(path) ?? 0)).map(([path]) => path);
    expect(polled).toEqual(["/jobs/overview"]);
  },
);

test("[F203] the dot and the strip follow a call that it serves", async () => {
  const { lose } = openAt("/overview");
  await screen.findByText("live");
  lose(true);
  expect((await screen.findByRole("region", { name: "The cluster does not answer" })).textContent).toContain(
    "GET /jobs/overview: no answer.",
  );
  lose(false);
  await screen.findByText("live");
  expect(screen.queryByRole("region", { name: "The cluster does not answer" })).toBeNull();
});

test("[F202] the overview has the jobs that have ended, no error, and only the pages that it serves", async () => {
  openAt("/overview");
  expect(within(await screen.findByRole("table", { name: "Finished jobs" })).getByText("CANCELED")).toBeDefined();
  await waitFor(() => expect(document.body.textContent).toContain("History Server, Flink 2.3.0"));
  expect(screen.queryByRole("alert")).toBeNull();
  expect(document.body.textContent).not.toContain("File not found");
  expect(document.body.textContent).toContain("A History Server has only jobs that have ended.");
  await waitFor(() => expect(screen.getByText("live")).toBeDefined());
  const links = within(screen.getByRole("navigation", { name: "Main" })).getAllByRole("link");
  expect(links.map((link) => link.textContent)).toEqual(["", "Overview", "Jobs", "Licenses"]);
});

test.each(["/task-manager", "/task-manager/tm1/metrics", "/job-manager/metrics", "/submit"])(
  "[F202] %s says why it is empty",
  async (hash) => {
    openAt(hash);
    expect(await screen.findByText(/This is a History Server/)).toBeDefined();
    expect(screen.queryByRole("alert")).toBeNull();
  },
);
