import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { Splitter } from "./splitter.tsx";

/** The element that is resized is so high and wide, px. */
const SIZE = 300;

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, "getBoundingClientRect").mockReturnValue(DOMRect.fromRect({ width: SIZE, height: SIZE }));
  vi.spyOn(window, "innerHeight", "get").mockReturnValue(1000);
  vi.spyOn(window, "innerWidth", "get").mockReturnValue(1000);
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

function show(orientation: "horizontal" | "vertical") {
  const sizes: (number | undefined)[] = [];
  render(
    <div>
      <Splitter label="Height" orientation={orientation} leastPx={100} onResize={(px) => sizes.push(px)} />
    </div>,
  );
  return { splitter: screen.getByRole("separator", { name: "Height" }), sizes, user: userEvent.setup() };
}

test.each([
  ["horizontal", "{ArrowUp}", "{ArrowDown}"],
  ["vertical", "{ArrowLeft}", "{ArrowRight}"],
] as const)("[F200] a %s one is moved with the keyboard, within its bounds", async (orientation, grow, shrink) => {
  const { splitter, sizes, user } = show(orientation);
  await user.tab();
  expect(document.activeElement).toBe(splitter);
  expect([
    splitter.getAttribute("aria-orientation"),
    splitter.getAttribute("aria-valuemin"),
    splitter.getAttribute("aria-valuemax"),
  ]).toEqual([orientation, "100", "700"]);
  await user.keyboard(`${grow}${shrink}{Shift>}${grow}{/Shift}{Home}{End}{Enter}x`);
  expect(sizes).toEqual([316, 284, 364, 100, 700, undefined]);
});

test("[F200] it follows the pointer while it is pressed, and a double click restores the initial size", () => {
  const { splitter, sizes } = show("horizontal");
  splitter.setPointerCapture = () => undefined;
  fireEvent.pointerMove(splitter, { clientY: 400 });
  fireEvent.pointerDown(splitter, { clientY: 500, pointerId: 1 });
  fireEvent.pointerMove(splitter, { clientY: 450, pointerId: 1 });
  fireEvent.pointerMove(splitter, { clientY: 0, pointerId: 1 });
  fireEvent.pointerMove(splitter, { clientY: 900, pointerId: 1 });
  fireEvent.pointerUp(splitter, { pointerId: 1 });
  fireEvent.pointerMove(splitter, { clientY: 300, pointerId: 1 });
  fireEvent.doubleClick(splitter);
  expect(sizes).toEqual([350, 700, 100, undefined]);
});
