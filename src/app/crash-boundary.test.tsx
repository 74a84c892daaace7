import { cleanup, render, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { CrashBoundary } from "./crash-boundary.tsx";

// React also reports errors caught by a boundary to the console.
beforeEach(() => {
  vi.spyOn(console, "error").mockReturnValue(undefined);
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

function Page({ isBroken }: { isBroken: boolean }) {
  if (isBroken) throw new Error("vertices of undefined");
  return <p>the page</p>;
}

test("a page that throws is replaced by a notice with the error's text", () => {
  render(
    <CrashBoundary resetKey="/a">
      <Page isBroken />
    </CrashBoundary>,
  );
  expect(screen.getByRole("alert").textContent).toContain("vertices of undefined");
});

test("trying again draws the page again", async () => {
  const user = userEvent.setup();
  const { rerender } = render(
    <CrashBoundary resetKey="/a">
      <Page isBroken />
    </CrashBoundary>,
  );
  rerender(
    <CrashBoundary resetKey="/a">
      <Page isBroken={false} />
    </CrashBoundary>,
  );
  expect(screen.queryByText("the page")).toBeNull();
  await user.click(screen.getByRole("button", { name: "Try again" }));
  expect(screen.getByText("the page")).toBeDefined();
});

test("another address removes the notice", () => {
  const { rerender } = render(
    <CrashBoundary resetKey="/a">
      <Page isBroken />
    </CrashBoundary>,
  );
  rerender(
    <CrashBoundary resetKey="/b">
      <Page isBroken={false} />
    </CrashBoundary>,
  );
  expect(screen.getByText("the page")).toBeDefined();
});
