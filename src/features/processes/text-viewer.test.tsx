import { cleanup, render, screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";

import { installPageFrame } from "../../testing/page-frame.ts";
import { TextViewer } from "./text-viewer.tsx";

installPageFrame();

const scrolledTo: string[] = [];

beforeEach(() => {
  scrolledTo.length = 0;
  vi.spyOn(Element.prototype, "scrollIntoView").mockImplementation(function scrolled(this: Element) {
    scrolledTo.push(this.textContent);
  });
});

const LONG = `${"x".repeat(5000)}the end`;

function show(texts: readonly string[], initialFind?: string, initialLine?: number) {
  const lines = texts.map((text, index) => ({ number: index + 1, text }));
  render(
    <TextViewer
      label="a.log"
      lines={lines}
      tools={<button type="button">a tool</button>}
      end={null}
      initialFind={initialFind}
      initialLine={initialLine}
    />,
  );
  return { user: userEvent.setup(), text: screen.getByRole("region", { name: "a.log" }) };
}

const marks = (): string[] => [...document.querySelectorAll("mark")].map(({ textContent }) => textContent);
const current = (): string | undefined => document.querySelector("[aria-current=true]")?.textContent;

test("[F196] a text is found in all lines, one after the other, and the view goes there", async () => {
  const { user, text } = show(["One fish", "two fish", "red", "blue Fish fish"]);
  // The browser's own keys for a search.
  text.focus();
  await user.keyboard("{Control>}f{/Control}fish");
  expect(screen.getByRole("status").textContent).toBe("line 1 of 3 found");
  expect(marks()).toEqual(["fish", "fish", "Fish", "fish"]);
  expect(current()).toBe("1One fish");
  await user.keyboard("{Enter}");
  expect(current()).toBe("2two fish");
  await user.click(screen.getByRole("button", { name: "Next match" }));
  await user.click(screen.getByRole("button", { name: "Next match" }));
  expect(current()).toBe("1One fish");
  await user.click(screen.getByRole("button", { name: "Previous match" }));
  expect(current()).toBe("4blue Fish fish");
  expect(scrolledTo).toEqual(["1One fish", "2two fish", "4blue Fish fish", "1One fish", "4blue Fish fish"]);
  await user.type(screen.getByRole("searchbox", { name: "Find" }), "bowl");
  expect(screen.getByRole("status").textContent).toBe("not found");
});

test("[F196] long lines continue below on request", async () => {
  const { user, text } = show(["a long line"]);
  const line = within(text).getByText("a long line").parentElement;
  expect(line?.className).toMatch(/whitespace-pre( |$)/);
  await user.click(screen.getByRole("checkbox", { name: "Wrap lines" }));
  expect(line?.className).toContain("whitespace-pre-wrap");
  expect(text.firstElementChild?.getAttribute("style") ?? "").not.toContain("min-width");
});

test("a line that is too long for the screen can be read whole", async () => {
  const { user, text } = show(["short", LONG]);
  expect(text.textContent).not.toContain("the end");
  await user.click(screen.getByRole("button", { name: "1007 more characters" }));
  expect(within(screen.getByRole("dialog", { name: "Line 2" })).getByText(LONG)).toBeDefined();
});

test("[F166] [F178] a text fills the window, until Escape or the button", async () => {
  const { user } = show(["one"]);
  const box = screen.getByRole("button", { name: "Full screen" }).closest("[role=presentation]");
  await user.click(screen.getByRole("button", { name: "Full screen" }));
  expect(box?.className).toContain("fixed inset-0");
  await user.keyboard("{Escape}");
  expect(box?.className).not.toContain("fixed");
  await user.click(screen.getByRole("button", { name: "Full screen" }));
  await user.click(screen.getByRole("button", { name: "Exit full screen" }));
  expect(box?.className).not.toContain("fixed");
});

test("a line of a megabyte is read in two steps", async () => {
  const { user } = show([`${"x".repeat(1_048_576)}the end`]);
  await user.click(screen.getByRole("button", { name: "1044583 more characters" }));
  const dialog = screen.getByRole("dialog");
  expect(dialog.textContent).not.toContain("the end");
  await user.click(within(dialog).getByRole("button", { name: "Show all 1048583 characters" }));
  expect(dialog.textContent).toContain("the end");
});

test("a given text is found at first", () => {
  show(["one", "two"], "two");
  expect(current()).toBe("2two");
});

test("a text is found from a given line on, and without a text that line is shown", () => {
  show(["one", "two", "one", "three"], "one", 1);
  expect(current()).toBe("3one");
  cleanup();
  show(["one", "two", "one", "three"], "one", 3);
  expect(current()).toBe("3one");
  cleanup();
  show(["one", "two"], undefined, 1);
  expect(current()).toBe("2two");
});
