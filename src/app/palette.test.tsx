import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { useState, type ReactNode } from "react";
import { Route, Routes, useLocation } from "react-router";
import { expect, test } from "vitest";

import type { Transport } from "../client/transport.ts";
import { JobPage } from "../pages/job-page.tsx";
import { installPageFrame } from "../testing/page-frame.ts";
import { backendOver, recordedTransport, renderWithBackend } from "../testing/recorded-backend.tsx";
import { BarSlotContext } from "../ui/bar-slot.tsx";
import { createPageCommands, PageCommandsContext } from "../ui/page-commands.ts";
import { PaletteButton } from "./palette-button.tsx";

const JOB_ID = "f4d5b097a90a7d463e51caafbe30028a";
const frame = installPageFrame();

function Frame({ children }: { children: ReactNode }): ReactNode {
  const [commands] = useState(createPageCommands);
  const { pathname, search } = useLocation();
  return (
    <BarSlotContext value={frame.bar}>
      <PageCommandsContext value={commands}>
        <PaletteButton />
        <output aria-label="Address">{pathname + search}</output>
        {children}
      </PageCommandsContext>
    </BarSlotContext>
  );
}

function show(transport: Transport, path = "/overview", facts: Parameters<typeof backendOver>[1] = {}): void {
  renderWithBackend(
    <Frame>
      <Routes>
        <Route path="/job/:list/:jid/*" element={<JobPage />} />
        <Route path="*" element={<input aria-label="A field" />} />
      </Routes>
    </Frame>,
    backendOver(transport, facts),
    path,
  );
}

const field = (): Promise<HTMLElement> => screen.findByRole("combobox", { name: "Search" });
const address = (): string => screen.getByLabelText("Address").textContent;

test("a slash opens it, the arrows choose, and Enter opens the chosen place", async () => {
  const user = userEvent.setup();
  show(recordedTransport("02-running-warm-metrics"));
  await user.keyboard("/");
  await user.type(await field(), "click");
  const results = screen.getByRole("listbox", { name: "Results" });
  const job = await within(results).findByRole("option", { name: /^Click Event Count/ });
  await waitFor(() => expect(job.dataset.activeItem).toBe("true"));
  await user.keyboard("{Enter}");
  await waitFor(() => expect(address()).toBe(`/job/running/${JOB_ID}/overview`));
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("a slash in a field is typed, and Ctrl K opens it from there", async () => {
  const user = userEvent.setup();
  show(recordedTransport("02-running-warm-metrics"));
  const input = screen.getByRole<HTMLInputElement>("textbox", { name: "A field" });
  await user.type(input, "/");
  expect(input.value).toBe("/");
  await user.keyboard("{Control>}k{/Control}");
  expect(await field()).toBeDefined();
});

test("lists the actions, tabs and vertices of the open job; an action only opens its dialog", async () => {
  const user = userEvent.setup();
  const calls: string[] = [];
  const recorded = recordedTransport("02-running-warm-metrics");
  show((request, progress) => {
    calls.push(request.method);
    return recorded(request, progress);
  }, `/job/running/${JOB_ID}/overview`);
  await screen.findByRole("button", { name: "Savepoint" });
  await user.click(screen.getByRole("button", { name: "Search" }));
  await field();
  const group = (name: string): HTMLElement => screen.getByRole("group", { name });
  await waitFor(() => expect(within(group("Actions on this job")).getAllByRole("option")).toHaveLength(4));
  expect(within(group("Tabs of this job")).getByRole("option", { name: /^Checkpoints/ })).toBeDefined();
  expect(within(group("Vertices of this job")).getAllByRole("option").length).toBeGreaterThan(2);
  await user.click(within(group("Actions on this job")).getByRole("option", { name: /^Cancel/ }));
  expect(await screen.findByRole("dialog", { name: /^Cancel/ })).toBeDefined();
  expect(new Set(calls)).toEqual(new Set(["GET"]));
});

test("an action that is not possible is listed with the reason and cannot be chosen", async () => {
  const user = userEvent.setup();
  show(recordedTransport("02-running-warm-metrics"), `/job/running/${JOB_ID}/overview`, { isReadOnly: true });
  await screen.findByRole("button", { name: "Cancel" });
  await user.keyboard("/");
  await user.type(await field(), "cancel");
  const option = await screen.findByRole("option", { name: /^Cancel.*read-only/ });
  expect(option.getAttribute("aria-disabled")).toBe("true");
  await user.click(option);
  expect(screen.getByRole("dialog", { name: "Search" })).toBeDefined();
});

test("asks for nothing while closed, and once for each list when it opens", async () => {
  const user = userEvent.setup();
  const asked: string[] = [];
  const recorded = recordedTransport("02-running-warm-metrics");
  show((request, progress) => {
    asked.push(new URL(request.url).pathname);
    return recorded(request, progress);
  });
  await act(() => Promise.resolve());
  expect(asked.filter((call) => /^\/(jobs\/overview|taskmanagers)$/.test(call))).toEqual([]);
  await user.keyboard("/");
  await screen.findByRole("option", { name: /^Click Event Count/ });
  await user.keyboard("x");
  expect(asked.filter((call) => /^\/(jobs\/overview|taskmanagers)$/.test(call)).toSorted()).toEqual(["/jobs/overview", "/taskmanagers"]);
});

test("Enter right after the last letter takes the first match, not the entry that was marked before", async () => {
  const user = userEvent.setup({ delay: null });
  show(recordedTransport("02-running-warm-metrics"), `/job/running/${JOB_ID}/overview`);
  await screen.findByRole("button", { name: "Savepoint" });
  await user.keyboard("/");
  const input = await field();
  await screen.findByRole("option", { name: /^Savepoint/ });
  act(() => {
    fireEvent.change(input, { target: { value: "cancel" } });
    fireEvent.keyDown(input, { key: "Enter" });
  });
  expect(await screen.findByRole("dialog", { name: /^Cancel/ })).toBeDefined();
});
