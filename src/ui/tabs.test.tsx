import { cleanup, render, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { useState } from "react";
import { afterEach, expect, test } from "vitest";

import { Tabs } from "./tabs.tsx";

afterEach(cleanup);

const ITEMS = [
  { id: "vertices", label: "Vertices", count: 4 },
  { id: "checkpoints", label: "Checkpoints" },
  { id: "exceptions", label: "Exceptions" },
] as const;

function Example() {
  const [selected, setSelected] = useState<(typeof ITEMS)[number]["id"]>("vertices");
  return <Tabs label="Job details" items={ITEMS} selected={selected} onSelect={setSelected} panelId="dock" />;
}

test("arrows, Home and End move the selection and the focus, wrapping at the ends", async () => {
  const user = userEvent.setup();
  render(<Example />);
  await user.tab();
  expect(document.activeElement).toBe(screen.getByRole("tab", { name: "Vertices 4" }));
  for (const [key, name] of [
    ["{ArrowRight}", "Checkpoints"],
    ["{End}", "Exceptions"],
    ["{ArrowRight}", "Vertices 4"],
    ["{ArrowLeft}", "Exceptions"],
    ["{Home}", "Vertices 4"],
  ] as const) {
    await user.keyboard(key);
    expect(document.activeElement).toBe(screen.getByRole("tab", { name, selected: true }));
  }
});

test("the row is one stop for the Tab key", async () => {
  const user = userEvent.setup();
  render(<Example />);
  await user.tab();
  await user.tab();
  expect(document.activeElement).toBe(document.body);
});
