import { cleanup, render, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeAll, expect, test } from "vitest";

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

function openAt(hash: string): void {
  window.history.replaceState(null, "", `/#${hash}`);
  const served = withCases(recordedTransport("12-cancelled"), replyCases("history-server"));
  const backend = backendOver((request) =>
    /^\/(?:overview|taskmanagers|jobmanager|jars)/.test(new URL(request.url).pathname)
      ? Promise.resolve(Response.json({ errors: ["File not found."] }, { status: 404 }))
      : served(request),
  );
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
}

test("the overview has the jobs that have ended, no error, and only the pages that it serves", async () => {
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

test.each(["/task-manager", "/task-manager/tm1/metrics", "/job-manager/metrics", "/submit"])("%s says why it is empty", async (hash) => {
  openAt(hash);
  expect(await screen.findByText(/This is a History Server/)).toBeDefined();
  expect(screen.queryByRole("alert")).toBeNull();
});
