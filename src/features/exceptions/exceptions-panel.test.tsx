import { cleanup, screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, it } from "vitest";

import type { ExceptionEntry, JobExceptions } from "../../rest/exceptions.ts";
import { backendOver, recordedTransport, renderWithBackend } from "../../testing/recorded-backend.tsx";
import { ExceptionsPanel } from "./exceptions-panel.tsx";

const JOB = "f4d5b097a90a7d463e51caafbe30028a";

afterEach(cleanup);

function entry(over: Partial<ExceptionEntry>): ExceptionEntry {
  return {
    exceptionName: "a.B",
    stacktrace: "a.B: no\n\tat a.B.c(B.java:1)",
    timestamp: 1_795_000_000_000,
    concurrentExceptions: [],
    ...over,
  };
}

function show(reply: JobExceptions): void {
  const recorded = recordedTransport("02-running");
  const transport: Parameters<typeof backendOver>[0] = (request) =>
    request.url.includes("/exceptions") ? Promise.resolve(Response.json(reply)) : recorded(request);
  renderWithBackend(<ExceptionsPanel job={undefined} jobId={JOB} pathOf={() => "/"} />, backendOver(transport));
}

function history(...entries: ExceptionEntry[]): JobExceptions {
  return { exceptionHistory: { entries, truncated: false } };
}

it("renders exceptions of user code as text: markup, terminal colours, direction marks", async () => {
  const message = "<script>alert(1)</script><img src=x onerror=alert(1)> \u001b[31mred\u001b[0m \u202egnp.exe";
  show(
    history(
      entry({
        exceptionName: "org.example.<b>Bad</b>",
        stacktrace: `org.example.<b>Bad</b>: ${message}\n\tat a.B.c(B.java:1)`,
        taskName: "<i>Map</i> (1/2) - execution #0",
        endpoint: "<u>host</u>:1",
        taskManagerId: "<u>tm</u>",
        failureLabels: { "<s>kind</s>": "<s>user</s>" },
      }),
    ),
  );
  const list = await screen.findByRole("list", { name: "Exceptions" });
  expect(list.querySelector("script, img, b, i, u, s")).toBeNull();
  for (const words of [
    "<script>alert(1)</script>",
    "␛[31mred␛[0m",
    "⟨U+202E⟩gnp.exe",
    "<i>Map</i>",
    "<u>host</u>:1",
    "<s>kind</s>",
    "<s>user</s>",
  ])
    expect(list.textContent).toContain(words);
  for (const unseen of ["\u001b", "\u202e"]) expect(list.textContent).not.toContain(unseen);
});

it("shows the start of a very long text, and all of it on request", async () => {
  const line = "x".repeat(1_000_000);
  show(history(entry({ stacktrace: `a.B: ${line}` })));
  const trace = await screen.findByLabelText("Stack trace of B");
  expect(trace.textContent.length).toBeLessThan(100_000);
  const list = screen.getByRole("list", { name: "Exceptions" });
  expect(list.innerHTML.length).toBeLessThan(200_000);
  await userEvent.click(within(list).getByRole("button", { name: "Show all 1,000,005 characters" }));
  expect(screen.getByLabelText("Stack trace of B").textContent).toBe(`a.B: ${line}`);
});

it("names concurrent exceptions, labels, and that older ones were dropped", async () => {
  const reply = history(
    entry({
      failureLabels: { type: "user" },
      concurrentExceptions: [
        entry({ exceptionName: "a.With", stacktrace: "a.With: it" }),
        entry({ exceptionName: "a.Also", stacktrace: "a.Also: it" }),
      ],
    }),
  );
  show({ exceptionHistory: { ...reply.exceptionHistory, truncated: true } });
  expect(await screen.findByText("2 concurrent exceptions")).toBeDefined();
  await userEvent.click(screen.getByText("With"));
  expect(await screen.findByLabelText("Stack trace of With")).toBeDefined();
  expect(screen.getByText("user")).toBeDefined();
  expect(screen.getByText(/does not keep older exceptions/)).toBeDefined();
});

it("lists ten of many concurrent exceptions until asked for all, and draws details only once opened", async () => {
  const concurrentExceptions = Array.from({ length: 100 }, (_, index) => entry({ exceptionName: `a.E${String(index)}` }));
  show(history(...Array.from({ length: 20 }, () => entry({ concurrentExceptions }))));
  const list = await screen.findByRole("list", { name: "Exceptions" });
  expect(list.querySelectorAll("*").length).toBeLessThan(3000);
  expect(screen.getAllByLabelText(/^Stack trace/)).toHaveLength(1);
  expect(within(list).queryByText("E99")).toBeNull();
  const [more] = within(list).getAllByRole("button", { name: "Show all 100 concurrent exceptions" });
  if (more === undefined) throw new Error("the list offers no more exceptions");
  await userEvent.click(more);
  await userEvent.click(within(list).getByText("E99"));
  expect(await screen.findByLabelText("Stack trace of E99")).toBeDefined();
});
