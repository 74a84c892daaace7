import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";

import { CutText, useFullText } from "./cut-text.tsx";

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

test("text of which a part is cut can be read with the keyboard", async () => {
  vi.spyOn(HTMLElement.prototype, "scrollWidth", "get").mockImplementation(function (this: HTMLElement) {
    return this.tagName === "B" ? 200 : 100;
  });
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(100);
  render(
    <CutText as="p" full="Click Event Count">
      <b style={{ textOverflow: "ellipsis" }}>Click Event Count</b>
    </CutText>,
  );
  await userEvent.tab();
  expect((await screen.findByRole("tooltip")).textContent).toBe("Click Event Count");
});

function JobLink({ full, children }: { full: string; children: string }) {
  const { props, node } = useFullText(full);
  return (
    <>
      <a href="#job" {...props}>
        {children}
      </a>
      {node}
    </>
  );
}

test("a link that does not show its whole text shows it on keyboard focus", async () => {
  render(
    <>
      <JobLink full="Click Event Count">Click Event Count</JobLink>
      <JobLink full="Click Event Count, 4 tasks">Click Event Count</JobLink>
    </>,
  );
  await userEvent.tab();
  expect(screen.queryByRole("tooltip")).toBeNull();
  await userEvent.tab();
  expect((await screen.findByRole("tooltip")).textContent).toBe("Click Event Count, 4 tasks");
});

test("a link whose text is cut shows it on keyboard focus", async () => {
  vi.spyOn(HTMLElement.prototype, "scrollWidth", "get").mockReturnValue(200);
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(100);
  render(<JobLink full="Click Event Count">Click Event Count</JobLink>);
  await userEvent.tab();
  expect((await screen.findByRole("tooltip")).textContent).toBe("Click Event Count");
});
