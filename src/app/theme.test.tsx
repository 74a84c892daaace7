import { cleanup, render, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";

import { readTheme } from "./theme.ts";
import { ThemeToggle } from "./theme-toggle.tsx";

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  localStorage.clear();
  document.documentElement.removeAttribute("data-theme");
});

test("pressing cycles through system, light and dark, and the choice is stored", async () => {
  const user = userEvent.setup();
  render(<ThemeToggle />);
  const seen = [];
  for (let press = 0; press < 3; press++) {
    await user.click(screen.getByRole("button"));
    seen.push([document.documentElement.getAttribute("data-theme"), readTheme()]);
  }
  expect(seen).toEqual([
    ["light", "light"],
    ["dark", "dark"],
    [null, "system"],
  ]);
});

test("an invalid stored theme counts as the system's", () => {
  localStorage.setItem("drey.theme", "sepia");
  expect(readTheme()).toBe("system");
});

test("a browser without storage still changes the theme, and the hint says that the choice will be lost", async () => {
  const user = userEvent.setup();
  vi.stubGlobal("localStorage", {
    getItem: () => null,
    setItem: () => {
      throw new DOMException("full", "QuotaExceededError");
    },
  });
  render(<ThemeToggle />);
  await user.click(screen.getByRole("button"));
  expect(document.documentElement.getAttribute("data-theme")).toBe("light");
  expect((await screen.findByRole("tooltip")).textContent).toContain("does not store settings");
});
