import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";

import { CutText } from "./cut-text.tsx";

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

/** There is no layout engine here: `width` is the text's, in a box of 100 px. */
function renderOf(width: number): void {
  vi.spyOn(HTMLElement.prototype, "scrollWidth", "get").mockReturnValue(width);
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(100);
  render(
    <CutText as="h1" className="truncate" full="Click Event Count">
      Click Event Count
    </CutText>,
  );
}

test("text that is cut can be read with the keyboard", async () => {
  renderOf(200);
  await userEvent.tab();
  expect(document.activeElement).toBe(screen.getByRole("heading"));
  expect((await screen.findByRole("tooltip")).textContent).toBe("Click Event Count");
  await userEvent.keyboard("{Escape}");
  expect(screen.queryByRole("tooltip")).toBeNull();
});

test("text that is cut can be read with a tap", async () => {
  renderOf(200);
  fireEvent.pointerUp(screen.getByRole("heading"), { pointerType: "touch" });
  expect((await screen.findByRole("tooltip")).textContent).toBe("Click Event Count");
});

test("text that fits takes no focus", async () => {
  renderOf(100);
  await userEvent.tab();
  expect(document.activeElement).toBe(document.body);
});
