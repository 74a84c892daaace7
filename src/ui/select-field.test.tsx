import { cleanup, render, screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { useState } from "react";
import { afterEach, expect, test, vi } from "vitest";

import { chooseOption } from "../testing/choose-option.ts";
import { Dialog } from "./dialog.tsx";
import { SelectField } from "./select-field.tsx";

afterEach(cleanup);

const OPTIONS = [
  { value: "cpu", label: "CPU time" },
  { value: "lock", label: "Lock contention" },
  { value: "alloc", label: "Allocations" },
];

function Example({ initial = "cpu", error }: { initial?: string; error?: string }) {
  const [value, setValue] = useState(initial);
  return (
    <>
      <SelectField label="What is counted" options={OPTIONS} value={value} error={error} onChange={setValue} />
      <output>{value}</output>
    </>
  );
}

const select = () => screen.getByRole("combobox", { name: "What is counted" });
const chosen = () => screen.getByRole("status").textContent;

async function expectClosed(): Promise<void> {
  await waitFor(() => expect(screen.queryByRole("listbox")).toBeNull());
  expect(select().getAttribute("aria-expanded")).toBe("false");
}

test("a press opens the list, in which the chosen option is marked, and a press on another chooses it", async () => {
  const user = userEvent.setup();
  render(<Example />);
  expect(select().textContent).toBe("CPU time");
  await user.click(select());
  expect(await screen.findByRole("listbox", { name: "What is counted" })).toBeDefined();
  expect(screen.getAllByRole("option").map(({ textContent }) => textContent)).toEqual(["CPU time", "Lock contention", "Allocations"]);
  expect(screen.getByRole("option", { selected: true }).textContent).toBe("CPU time");
  await user.click(screen.getByRole("option", { name: "Allocations" }));
  await expectClosed();
  expect(chosen()).toBe("alloc");
  expect(select().textContent).toBe("Allocations");
});

test("by keyboard: an arrow opens the list, arrows, Home and End move in it, Enter chooses and keeps the focus", async () => {
  const user = userEvent.setup();
  render(<Example />);
  await user.tab();
  expect(document.activeElement).toBe(select());
  await user.keyboard("{ArrowDown}");
  await screen.findByRole("listbox");
  const isActive = async (name: string): Promise<void> =>
    waitFor(() => expect(select().getAttribute("aria-activedescendant")).toBe(screen.getByRole("option", { name }).id));
  await isActive("CPU time");
  await user.keyboard("{End}");
  await isActive("Allocations");
  await user.keyboard("{Home}");
  await isActive("CPU time");
  await user.keyboard("{ArrowDown}");
  await isActive("Lock contention");
  expect(chosen()).toBe("cpu");
  await user.keyboard("{Enter}");
  await expectClosed();
  expect(chosen()).toBe("lock");
  expect(document.activeElement).toBe(select());
});

test("first letters choose in the closed list, and point in the open one", async () => {
  const user = userEvent.setup();
  render(<Example />);
  await user.tab();
  await user.keyboard("al");
  await waitFor(() => expect(chosen()).toBe("alloc"));
  await user.keyboard("{Enter}");
  await screen.findByRole("listbox");
  await user.keyboard("l");
  await waitFor(() =>
    expect(select().getAttribute("aria-activedescendant")).toBe(screen.getByRole("option", { name: "Lock contention" }).id),
  );
  expect(chosen()).toBe("alloc");
  await user.keyboard("{Escape}");
  await expectClosed();
  expect(chosen()).toBe("alloc");
});

test("a value outside the options shows that none is chosen, and an error describes the control", async () => {
  const user = userEvent.setup();
  render(<Example initial="" error="Choose one." />);
  expect(select().textContent).toBe("none selected");
  expect(screen.getByRole("combobox", { description: "Choose one." }).getAttribute("aria-invalid")).toBe("true");
  await chooseOption(user, "What is counted", "Lock contention");
  expect(chosen()).toBe("lock");
});

test("a long list is in the page only while it is open", async () => {
  const user = userEvent.setup();
  const onChange = vi.fn<(value: string) => void>();
  const options = Array.from({ length: 101 }, (_, index) => ({ value: String(index), label: `subtask ${index}` }));
  render(<SelectField label="Subtask" options={options} value="7" onChange={onChange} />);
  expect(screen.queryAllByRole("option", { hidden: true })).toEqual([]);
  await chooseOption(user, "Subtask", "subtask 100");
  expect(onChange).toHaveBeenCalledExactlyOnceWith("100");
  await waitFor(() => expect(screen.queryAllByRole("option", { hidden: true })).toEqual([]));
});

test("in a modal dialog the list is part of the dialog, and Escape closes the list only", async () => {
  const user = userEvent.setup();
  render(
    <Dialog title="Profile" onClose={() => undefined}>
      <Example />
    </Dialog>,
  );
  await user.click(select());
  expect(screen.getByRole("dialog").contains(await screen.findByRole("listbox"))).toBe(true);
  // The browser closes a dialog on Escape unless the key's event is prevented.
  const isPrevented: boolean[] = [];
  document.addEventListener("keydown", (event) => isPrevented.push(event.defaultPrevented), { once: true });
  await user.keyboard("{Escape}");
  await expectClosed();
  expect(isPrevented).toEqual([true]);
});
