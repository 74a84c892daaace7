import { cleanup, screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";

import { FakePlayground } from "../testing/fake-playground.ts";
import { backendOver, recordedTransport, renderWithBackend } from "../testing/recorded-backend.tsx";
import { PlaygroundPanel } from "./playground-panel.tsx";

const JOB = "f4d5b097a90a7d463e51caafbe30028a";

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function renderPanel(isSmall: boolean): void {
  vi.stubGlobal("matchMedia", () => ({ matches: isSmall, addEventListener: () => undefined, removeEventListener: () => undefined }));
  // The tally's worker needs a browser, so there is none here.
  vi.stubGlobal("Worker", undefined);
  const playground = new FakePlayground();
  renderWithBackend(
    <PlaygroundPanel jobId={JOB} />,
    backendOver(playground.over(recordedTransport("02-running")), { hasPlayground: true }),
  );
}

test("containers and proof are side by side", async () => {
  renderPanel(false);
  expect(await screen.findByRole("switch", { name: "taskmanager-1", checked: true })).toBeDefined();
  expect(screen.getByRole("region", { name: "Exactly-once proof" })).toBeDefined();
  expect(screen.queryByRole("button", { name: "Show playground" })).toBeNull();
});

test("in a small window it is one line, which can be expanded and collapsed", async () => {
  const user = userEvent.setup();
  renderPanel(true);
  expect(await screen.findByText("4 of 4 running")).toBeDefined();
  expect(screen.getByText("proof not read yet")).toBeDefined();
  expect(screen.queryByRole("switch")).toBeNull();
  await user.click(screen.getByRole("button", { name: "Show playground" }));
  expect(await screen.findByRole("switch", { name: "taskmanager-1", checked: true })).toBeDefined();
  await user.click(screen.getByRole("button", { name: "Hide playground" }));
  await waitFor(() => expect(screen.queryByRole("switch")).toBeNull());
});

test("a browser that cannot run the tally says so in its place, and the containers keep working", async () => {
  renderPanel(false);
  expect((await screen.findByRole("alert")).textContent).toContain("This browser does not support workers");
  expect(await screen.findByRole("switch", { name: "taskmanager-1", checked: true })).toBeDefined();
});
