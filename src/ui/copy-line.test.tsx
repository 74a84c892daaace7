import { cleanup, render, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";

import { CopyLine } from "./copy-line.tsx";

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  Reflect.deleteProperty(document, "execCommand");
});

function renderLine(): ReturnType<typeof userEvent.setup> {
  const user = userEvent.setup();
  render(<CopyLine text="curl http://flink:8081/jobs" label="the curl command" />);
  return user;
}

const press = (user: ReturnType<typeof userEvent.setup>): Promise<void> =>
  user.click(screen.getByRole("button", { name: "Copy the curl command" }));

test("the line goes to the clipboard", async () => {
  const user = renderLine();
  await press(user);
  expect((await screen.findByRole("status")).textContent).toBe("Copied");
  await expect(navigator.clipboard.readText()).resolves.toBe("curl http://flink:8081/jobs");
});

test("without a clipboard the browser's own command copies the selected line", async () => {
  const user = renderLine();
  vi.stubGlobal("navigator", {});
  const copied: string[] = [];
  Object.assign(document, { execCommand: () => copied.push(String(document.getSelection())) > 0 });
  await press(user);
  expect(copied).toEqual(["curl http://flink:8081/jobs"]);
  expect(screen.getByRole("status").textContent).toBe("Copied");
});

test("if nothing can copy, the line is selected, with a message", async () => {
  const user = renderLine();
  vi.stubGlobal("navigator", {});
  Object.assign(document, { execCommand: () => false });
  await press(user);
  const words = screen.getByRole("status");
  expect(words.textContent).toContain("press Ctrl+C");
  expect(words.className).not.toContain("sr");
  expect(String(document.getSelection())).toBe("curl http://flink:8081/jobs");
});
