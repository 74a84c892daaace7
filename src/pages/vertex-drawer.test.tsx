import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import type { ReactNode } from "react";
import { Route, Routes, useLocation } from "react-router";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { Transport } from "../client/transport.ts";
import { installPageFrame } from "../testing/page-frame.ts";
import { backendOver, recordedTransport, renderWithBackend } from "../testing/recorded-backend.tsx";
import { BarSlotContext } from "../ui/bar-slot.tsx";
import { JobPage } from "./job-page.tsx";

const JOB_ID = "f4d5b097a90a7d463e51caafbe30028a";
const COUNTER_ID = "0da08f51eaa85fc298e176a139b3649a";
const OVERVIEW = `/job/running/${JOB_ID}/overview`;

const frame = installPageFrame();

beforeEach(() => {
  localStorage.clear();
  vi.stubGlobal("matchMedia", () => ({ matches: true, addEventListener: () => undefined, removeEventListener: () => undefined }));
});
afterEach(() => {
  vi.unstubAllGlobals();
});

function Address(): ReactNode {
  const { pathname, search } = useLocation();
  return <output aria-label="address">{pathname + search}</output>;
}

function open(path: string, transport: Transport = recordedTransport("02-running-warm-metrics")): ReturnType<typeof renderWithBackend> {
  return renderWithBackend(
    <BarSlotContext value={frame.bar}>
      <Routes>
        <Route path="/job/running/:jid/*" element={<JobPage />} />
        <Route path="*" element={null} />
      </Routes>
      <Address />
    </BarSlotContext>,
    backendOver(transport),
    path,
  );
}

function address(): string {
  return screen.getByLabelText("address").textContent;
}

function drawer(name = "ClickEvent Counter"): Promise<HTMLElement> {
  return screen.findByLabelText(`Vertex ${name}`);
}

test("[F83] the drawer's tab is in the address and stays when another vertex is selected", async () => {
  open(`${OVERVIEW}?vertex=${COUNTER_ID}`);
  const tabs = within(await drawer());
  expect(tabs.getByRole("tab", { name: "Detail" }).getAttribute("aria-selected")).toBe("true");
  fireEvent.click(tabs.getByRole("tab", { name: "Subtasks" }));
  await waitFor(() => expect(address()).toBe(`${OVERVIEW}?vertex=${COUNTER_ID}&show=subtasks`));
  expect(await tabs.findByLabelText("Totals")).toBeDefined();
  fireEvent.click(within(screen.getByLabelText("Vertices")).getByTitle("Source: ClickEvent Source"));
  const other = within(await drawer("Source: ClickEvent Source"));
  expect(address()).toMatch(/vertex=(?!0da0)\w+&show=subtasks$/);
  expect(other.getByRole("tab", { name: "Subtasks" }).getAttribute("aria-selected")).toBe("true");
});

test("[F83] the addresses of Flink's WebUI open the same tab", async () => {
  open(`${OVERVIEW}/${COUNTER_ID}/subtasks`);
  expect(await within(await drawer()).findByRole("table", { name: "Subtasks of the vertex" })).toBeDefined();
});

/** Whether the graph has its place in the page and cannot be reached. */
function isGraphCovered(): boolean | undefined {
  return screen.getByLabelText("Job graph").parentElement?.className.includes("invisible");
}

test("[F83] the drawer takes the full width on demand", async () => {
  open(`${OVERVIEW}?vertex=${COUNTER_ID}`);
  await drawer();
  expect(isGraphCovered()).toBe(false);
  fireEvent.click(screen.getByLabelText("Full width"));
  expect(isGraphCovered()).toBe(true);
  expect(localStorage.getItem("drey.drawer")).toBe("full");
});

test("[F83] this browser remembers the full width", async () => {
  localStorage.setItem("drey.drawer", "full");
  open(`${OVERVIEW}?vertex=${COUNTER_ID}`);
  await drawer();
  expect(isGraphCovered()).toBe(true);
  fireEvent.click(screen.getByLabelText("Beside the graph"));
  expect(isGraphCovered()).toBe(false);
});

test("[F84] [F85] the detail shows the whole description, the state, and both parallelisms", async () => {
  open(`${OVERVIEW}?vertex=${COUNTER_ID}`);
  const detail = within(await drawer());
  expect(await detail.findByText(/TumblingEventTimeWindows\(15000\)|Window\(/)).toBeDefined();
  expect(detail.getAllByText("RUNNING").length).toBeGreaterThan(0);
  expect(detail.getByText("parallelism 2, at most 128")).toBeDefined();
});

/** The value beside a name. */
function factOf(inside: HTMLElement, name: string): string | null | undefined {
  return within(inside)
    .getAllByText(name)
    .map((term) => term.closest("dt")?.nextElementSibling?.textContent)
    .find((text) => text !== undefined);
}

test("[F86] [F87] [F88] the detail shows times, task counts and counters", async () => {
  open(`${OVERVIEW}?vertex=${COUNTER_ID}`);
  const detail = await drawer();
  await within(detail).findByText("Longest time in a state");
  expect(factOf(detail, "Start time")).toMatch(/\d\d:\d\d:\d\d/);
  expect(factOf(detail, "End time")).toBe("–");
  expect(factOf(detail, "Duration")).toBe("48 s");
  expect(factOf(detail, "Tasks")).toBe("2 RUNNING");
  expect(factOf(detail, "Records received")).toBe("22,590");
  expect(factOf(detail, "Records sent")).toBe("18");
  expect(factOf(detail, "Bytes received")).toBe("753 KiB");
  expect(factOf(detail, "Bytes sent")).toBe("10.7 KiB");
  expect(factOf(detail, "DEPLOYING")).toBe("629 ms");
});

test("only the visible tab of the drawer is requested", async () => {
  const asked: string[] = [];
  const recorded = recordedTransport("02-running-warm-metrics");
  open(`${OVERVIEW}?vertex=${COUNTER_ID}&show=subtasks`, (request) => {
    asked.push(new URL(request.url).pathname);
    return recorded(request);
  });
  await within(await drawer()).findByRole("table", { name: "Subtasks of the vertex" });
  const own = new Set(
    asked.filter((path) => path.startsWith(`/jobs/${JOB_ID}/vertices/${COUNTER_ID}`)).map((path) => path.slice(path.lastIndexOf("/") + 1)),
  );
  // The graph asks for the last two.
  expect([...own].toSorted()).toEqual([COUNTER_ID, "backpressure", "watermarks"].toSorted());
});

test("Escape and the close button lead back to where the drawer was opened", async () => {
  open(OVERVIEW);
  const select = async (name: string): Promise<void> => {
    fireEvent.click(await within(await screen.findByLabelText("Vertices")).findByTitle(name));
  };
  await select("ClickEvent Counter");
  await drawer();
  await select("Source: ClickEvent Source");
  await drawer("Source: ClickEvent Source");
  fireEvent.keyDown(document.body, { key: "Escape" });
  await waitFor(() => expect(address()).toBe(OVERVIEW));
  await waitFor(() => expect(screen.queryByLabelText(/^Vertex /)).toBeNull());
});

test("Escape in a text field leaves the drawer open", async () => {
  open(`${OVERVIEW}?vertex=${COUNTER_ID}`);
  await drawer();
  const field = document.body.appendChild(document.createElement("input"));
  fireEvent.keyDown(field, { key: "Escape" });
  field.remove();
  expect(address()).toContain(COUNTER_ID);
  fireEvent.keyDown(document.body, { key: "Escape" });
  await waitFor(() => expect(address()).toBe(OVERVIEW));
});
