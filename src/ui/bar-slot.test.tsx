import { cleanup, render, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { useState } from "react";

import { BarContent, BarSlotContext } from "./bar-slot.tsx";

afterEach(() => {
  cleanup();
  window.history.replaceState(null, "", "/");
});

/** A bar, and a page that is drawn again whenever its key changes. */
function App({ title, drawing }: { title: string; drawing: number }) {
  const [slot, setSlot] = useState<HTMLElement | undefined>(undefined);
  return (
    <BarSlotContext value={slot}>
      <div ref={(element) => setSlot(element ?? undefined)} />
      <button type="button">In the navigation</button>
      <BarContent key={`${title} ${String(drawing)}`} title={title} />
    </BarSlotContext>
  );
}

/** Resolves when the page counts as opened. */
const opened = () => new Promise((resolve) => setTimeout(resolve));

test("a page that is opened focuses its heading; the first page and one drawn again leave the focus where it is", async () => {
  window.history.replaceState(null, "", "/#/overview");
  const { rerender } = render(<App title="Overview" drawing={1} />);
  await screen.findByRole("heading", { name: "Overview" });
  expect(document.activeElement).toBe(document.body);
  await opened();

  const button = screen.getByRole("button");
  button.focus();
  window.history.replaceState(null, "", "/#/overview?sort=name");
  rerender(<App title="Overview" drawing={2} />);
  await opened();
  expect(document.activeElement).toBe(button);

  window.history.replaceState(null, "", "/#/job/running");
  rerender(<App title="Jobs" drawing={1} />);
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole("heading", { name: "Jobs" })));
});
