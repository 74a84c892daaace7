import { cleanup, render, screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { type ComponentType, useState } from "react";
import { afterEach, expect, test, vi } from "vitest";

import { createDeferred } from "../base/deferred.ts";
import { lazySelect } from "./lazy-select.tsx";
import { SelectBox, type SelectBoxProps } from "./select-box.tsx";

afterEach(cleanup);

const OPTIONS = [
  { value: "cpu", label: "CPU time" },
  { value: "lock", label: "Lock contention" },
  { value: "alloc", label: "Allocations" },
];

function Example({ Lazy }: { Lazy: ComponentType<SelectBoxProps> }) {
  const [value, setValue] = useState("cpu");
  return (
    <>
      <div id="label">What is counted</div>
      <Lazy labelId="label" errorId={undefined} className="" options={OPTIONS} value={value} onChange={setValue} />
      <output>{value}</output>
    </>
  );
}

const select = () => screen.getByRole("combobox", { name: "What is counted" });

/** A select whose code arrives when `arrive` is called. */
function slowSelect() {
  const code = createDeferred<typeof SelectBox>();
  const load = vi.fn<() => Promise<typeof SelectBox>>(() => code.promise);
  const user = userEvent.setup();
  render(<Example Lazy={lazySelect(load)} />);
  return { user, load, arrive: () => code.resolve(SelectBox) };
}

test("a select loads its code when the pointer or the focus comes, and looks the same before", async () => {
  const { user, load } = slowSelect();
  expect(load).not.toHaveBeenCalled();
  expect(select().textContent).toBe("CPU time");
  expect(select().getAttribute("aria-expanded")).toBe("false");
  expect(select().getAttribute("aria-haspopup")).toBe("listbox");
  await user.hover(select());
  await user.tab();
  expect(load).toHaveBeenCalledOnce();
});

test("a press before the code has arrived opens the list once it has", async () => {
  const { user, arrive } = slowSelect();
  await user.click(select());
  expect(screen.queryByRole("listbox")).toBeNull();
  arrive();
  await screen.findByRole("listbox", { name: "What is counted" });
  expect(document.activeElement).toBe(select());
  await user.click(screen.getByRole("option", { name: "Allocations" }));
  expect(screen.getByRole("status").textContent).toBe("alloc");
});

test.each(["{ArrowDown}", "{Enter}", " "])(
  "the key %j before the code has arrived opens the list, and the next keys move in it",
  async (key) => {
    const { user, arrive } = slowSelect();
    await user.tab();
    await user.keyboard(key);
    arrive();
    await screen.findByRole("listbox");
    expect(document.activeElement).toBe(select());
    await user.keyboard("{End}");
    await waitFor(() =>
      expect(select().getAttribute("aria-activedescendant")).toBe(screen.getByRole("option", { name: "Allocations" }).id),
    );
    await user.keyboard("{Enter}");
    expect(screen.getByRole("status").textContent).toBe("alloc");
  },
);

test("first letters before the code has arrived choose an option", async () => {
  const { user, arrive } = slowSelect();
  await user.tab();
  await user.keyboard("lo");
  arrive();
  await waitFor(() => expect(screen.getByRole("status").textContent).toBe("lock"));
  expect(screen.queryByRole("listbox")).toBeNull();
  expect(document.activeElement).toBe(select());
});

test("if the code cannot be loaded, the next use loads it", async () => {
  const user = userEvent.setup();
  const load = vi.fn<() => Promise<typeof SelectBox>>();
  load.mockRejectedValueOnce(new TypeError("Failed to fetch dynamically imported module"));
  load.mockResolvedValue(SelectBox);
  render(<Example Lazy={lazySelect(load)} />);
  await user.tab();
  await waitFor(() => expect(load).toHaveBeenCalledOnce());
  await user.keyboard("{Enter}");
  await screen.findByRole("listbox");
  expect(load).toHaveBeenCalledTimes(2);
});
