import { cleanup } from "@testing-library/react";
import { afterEach, beforeEach, vi } from "vitest";

/** The size of the pages, px. */
const SIZE = { clientWidth: 1600, clientHeight: 480 } as const;

/**
 * Gives each test of a file the frame that a page is in: an element for the content of the bar, and a
 * size, which elements do not have without a layout engine. Removes everything after the test.
 */
export function installPageFrame(): { readonly bar: HTMLElement } {
  let bar: HTMLElement;
  beforeEach(() => {
    vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(SIZE.clientWidth);
    vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(SIZE.clientHeight);
    bar = document.createElement("div");
    document.body.append(bar);
  });
  afterEach(() => {
    cleanup();
    bar.remove();
    vi.restoreAllMocks();
  });
  return {
    get bar() {
      return bar;
    },
  };
}
