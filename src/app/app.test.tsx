import { cleanup, render, screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, beforeAll, expect, test } from "vitest";

import { BackendConfigError, type BackendRow, type HttpRow } from "../client/backend-config.ts";
import type { Backend } from "../client/backend.ts";
import { backendOver, recordedTransport } from "../testing/recorded-backend.tsx";
import { App } from "./app.tsx";
import { type BackendSwitch, createBackendSwitch } from "./backend-switch.ts";

// Pages load when first opened. These tests do not cover that.
beforeAll(() => import("../pages/overview-page.tsx"));
afterEach(() => {
  cleanup();
  window.history.replaceState(null, "", "/");
});

const HTTP: HttpRow = {
  kind: "http",
  id: "test",
  label: "test cluster",
  baseUrl: "http://test.invalid/",
  hasPlayground: false,
  isReadOnly: false,
  isDirect: false,
};
const ROWS: readonly BackendRow[] = [
  HTTP,
  { ...HTTP, id: "other", label: "other cluster", isReadOnly: true },
  { kind: "browser", id: "browser", label: "Browser engine" },
];

const running = (row: BackendRow): Backend =>
  backendOver(recordedTransport("02-running"), {
    id: row.id,
    kind: row.kind,
    label: row.label,
    isReadOnly: row.kind === "http" && row.isReadOnly,
  });

function switchOver(connect = running): BackendSwitch & { readonly connected: string[]; readonly closed: string[] } {
  const connected: string[] = [];
  const closed: string[] = [];
  const backendSwitch = createBackendSwitch({
    readBackends: () => Promise.resolve(ROWS),
    connect: (row) => {
      connected.push(row.id);
      return { ...connect(row), close: () => closed.push(row.id) };
    },
  });
  return { ...backendSwitch, connected, closed };
}

const pickerOf = (label: string): Promise<HTMLElement> => screen.findByRole("button", { name: `Cluster: ${label}` });

test("without an address it opens the overview, names the backend and is live", async () => {
  render(<App backendSwitch={switchOver()} />);
  expect(await screen.findByRole("heading", { level: 1, name: "Overview" })).toBeDefined();
  expect(window.location.hash).toBe("#/overview");
  await waitFor(async () => expect((await pickerOf("test cluster")).textContent).toContain("Flink 2.3.0, 1 TaskManager"));
  expect(await screen.findByText("live")).toBeDefined();
  expect(screen.getByRole("link", { name: "Overview" }).getAttribute("aria-current")).toBe("page");
});

test("another backend is chosen with the keyboard: the address names it, and the previous one is closed", async () => {
  const user = userEvent.setup();
  const backendSwitch = switchOver();
  render(<App backendSwitch={backendSwitch} />);
  (await pickerOf("test cluster")).focus();
  await user.keyboard("{Enter}");
  const choices = await screen.findByRole("dialog", { name: "Choose a cluster" });
  expect(document.activeElement?.getAttribute("aria-current")).toBe("true");
  expect(choices.textContent).toContain("a Flink-like cluster that runs in this tab");
  await user.tab();
  await user.keyboard("{Enter}");
  expect(await pickerOf("other cluster")).toBeDefined();
  expect(screen.getByText("read-only")).toBeDefined();
  expect(window.location.search).toBe("?cluster=other");
  expect(backendSwitch).toMatchObject({ connected: ["test", "other"], closed: ["test"] });
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("the browser's back button returns to the previous backend", async () => {
  const backendSwitch = switchOver();
  render(<App backendSwitch={backendSwitch} />);
  await pickerOf("test cluster");
  backendSwitch.choose("browser");
  expect(await pickerOf("Browser engine")).toBeDefined();
  window.history.replaceState(null, "", "/#/overview");
  window.dispatchEvent(new PopStateEvent("popstate"));
  expect(await pickerOf("test cluster")).toBeDefined();
  expect(backendSwitch).toMatchObject({ connected: ["test", "browser", "test"], closed: ["test", "browser"] });
});

test("a typed address is checked before any request", async () => {
  const user = userEvent.setup();
  const backendSwitch = switchOver();
  render(<App backendSwitch={backendSwitch} />);
  await user.click(await pickerOf("test cluster"));
  const field = await screen.findByRole("textbox", { name: "Address of another cluster" });
  await user.type(field, "http://me:secret@flink:8081{Enter}");
  expect((await screen.findByRole("alert")).textContent).toContain("name and password");
  await user.clear(field);
  await user.type(field, "flink:8081{Enter}");
  expect(await pickerOf("flink:8081")).toBeDefined();
  expect(backendSwitch.connected).toEqual(["test", "http://flink:8081/"]);
  expect(new URLSearchParams(window.location.search).get("cluster")).toBe("http://flink:8081/");
});

test("Escape and a press outside close the choice", async () => {
  const user = userEvent.setup();
  render(<App backendSwitch={switchOver()} />);
  const picker = await pickerOf("test cluster");
  await user.click(picker);
  await screen.findByRole("dialog", { name: "Choose a cluster" });
  await user.keyboard("{Escape}");
  expect(screen.queryByRole("dialog")).toBeNull();
  expect(document.activeElement).toBe(picker);
  await user.click(picker);
  await screen.findByRole("dialog", { name: "Choose a cluster" });
  expect(picker.getAttribute("aria-expanded")).toBe("true");
  await user.click(await screen.findByRole("main"));
  expect(screen.queryByRole("dialog")).toBeNull();
  await user.click(picker);
  await screen.findByRole("dialog", { name: "Choose a cluster" });
  await user.click(picker);
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("an address without a known cluster says so and lists the known ones", async () => {
  window.history.replaceState(null, "", "/?cluster=nowhere#/overview");
  const user = userEvent.setup();
  const backendSwitch = switchOver();
  render(<App backendSwitch={backendSwitch} />);
  expect((await screen.findByRole("alert")).textContent).toContain("Unknown cluster “nowhere”.");
  expect(backendSwitch.connected).toEqual([]);
  await user.click(screen.getByRole("link", { name: /other cluster/ }));
  expect(await pickerOf("other cluster")).toBeDefined();
});

test("[F19] an address without a page says so, with links to other pages", async () => {
  window.location.hash = "#/no/such/page";
  render(<App backendSwitch={switchOver()} />);
  expect((await screen.findByRole("alert")).textContent).toContain("#/no/such/page");
  expect(screen.getByRole("link", { name: "overview" }).getAttribute("href")).toBe("#/overview");
});

test("a failed start is explained, with advice and the technical text", async () => {
  const failed = Promise.resolve({
    kind: "not-started" as const,
    message: "The browser refused to start the worker.",
    detail: "SecurityError: <b>blocked</b>",
  });
  render(<App backendSwitch={switchOver((row) => ({ ...running(row), failed }))} />);
  expect(await screen.findByRole("heading", { level: 1, name: "The cluster could not start" })).toBeDefined();
  const notice = screen.getByRole("alert");
  expect(notice.textContent).toContain("The browser refused to start the worker.");
  expect(notice.textContent).toContain("SecurityError: <b>blocked</b>");
  expect(screen.getByRole("button", { name: "Reload" })).toBeDefined();
});

test("a stopped playground can be started again from its page", async () => {
  const user = userEvent.setup();
  window.history.replaceState(null, "", "/?cluster=browser#/job/running/lost/overview");
  const failed = Promise.resolve({
    kind: "crashed" as const,
    message: "The container kafka stopped because of an uncaught error.",
    detail: "Error: planted",
  });
  let starts = 0;
  const backendSwitch = switchOver((row) => ({ ...running(row), ...(starts++ === 0 && { failed }) }));
  render(<App backendSwitch={backendSwitch} />);
  expect(await screen.findByRole("heading", { level: 1, name: "The playground has stopped" })).toBeDefined();
  expect(screen.getByRole("alert").textContent).toContain("The container kafka stopped because of an uncaught error.");
  await user.click(screen.getByRole("button", { name: "Start a new playground" }));
  expect(await screen.findByRole("heading", { level: 1, name: "Overview" })).toBeDefined();
  expect(backendSwitch.connected).toEqual(["browser", "browser"]);
  expect(backendSwitch.closed).toEqual(["browser"]);
});

test("an invalid drey.json is reported without a stack", async () => {
  const backendSwitch = createBackendSwitch({
    readBackends: () => Promise.reject(new BackendConfigError("drey.json has to name a backend.")),
    connect: running,
  });
  render(<App backendSwitch={backendSwitch} />);
  expect((await screen.findByRole("alert")).textContent).toContain("drey.json has to name a backend.");
  expect(document.querySelector("pre")).toBeNull();
  await expect(backendSwitch.backend()).rejects.toThrow("drey.json has to name a backend.");
});
