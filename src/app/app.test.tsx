import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, beforeAll, expect, test } from "vitest";

import { BackendConfigError } from "../client/backend-config.ts";
import type { Backend } from "../client/use-client.tsx";
import { backendOver, recordedTransport } from "../testing/recorded-backend.tsx";
import { App } from "./app.tsx";

// The pages are loaded when they are first opened; here that is no part of what is tested.
beforeAll(() => import("../pages/overview-page.tsx"));
afterEach(() => {
  cleanup();
  window.location.hash = "";
});

const running = (): Backend => backendOver(recordedTransport("02-running"));

test("without an address it opens the overview, names the backend and is live", async () => {
  render(<App choosing={Promise.resolve(running())} />);
  expect(await screen.findByRole("heading", { level: 1, name: "Overview" })).toBeDefined();
  expect(window.location.hash).toBe("#/overview");
  expect((await screen.findByRole("group", { name: "Backend: test cluster" })).textContent).toContain("Flink 2.3.0, 1 TaskManager");
  expect(await screen.findByText("live")).toBeDefined();
  expect(screen.getByRole("link", { name: "Overview" }).getAttribute("aria-current")).toBe("page");
});

test("an address of Flink's WebUI that has no page yet says so, with ways on", async () => {
  window.location.hash = "#/job-manager/metrics";
  render(<App choosing={Promise.resolve(running())} />);
  expect((await screen.findByRole("alert")).textContent).toContain("#/job-manager/metrics");
  expect(screen.getByRole("link", { name: "overview" }).getAttribute("href")).toBe("#/overview");
});

test("a cluster that cannot start is said in words, with what can be done and the technical text", async () => {
  const failed = Promise.resolve({
    kind: "not-started" as const,
    message: "The browser refused to start the worker.",
    detail: "SecurityError: <b>blocked</b>",
  });
  render(<App choosing={Promise.resolve({ ...running(), failed })} />);
  expect(await screen.findByRole("heading", { level: 1, name: "The cluster could not start" })).toBeDefined();
  const notice = screen.getByRole("alert");
  expect(notice.textContent).toContain("The browser refused to start the worker.");
  expect(notice.textContent).toContain("SecurityError: <b>blocked</b>");
  expect(screen.getByRole("button", { name: "Reload" })).toBeDefined();
});

test("a drey.json that makes no sense is named, without a stack", async () => {
  render(<App choosing={Promise.reject(new BackendConfigError("drey.json has to name a backend."))} />);
  expect((await screen.findByRole("alert")).textContent).toContain("drey.json has to name a backend.");
  expect(document.querySelector("pre")).toBeNull();
});
