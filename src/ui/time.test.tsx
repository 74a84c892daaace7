import { cleanup, render, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, test } from "vitest";

import { Time } from "./time.tsx";

afterEach(cleanup);

const AT = new Date(2026, 10, 21, 8, 9, 36, 50).getTime();

test("[F195] a time has its date and milliseconds in a title", () => {
  render(<Time atMs={AT}>08:09:36</Time>);
  expect(screen.getByText("08:09:36").title).toMatch(/^2026-11-21 08:09:36\.050 UTC/);
});

test("[F195] a time that is a stop tells them by keyboard", async () => {
  render(
    <Time atMs={AT} isStop>
      08:09:36
    </Time>,
  );
  await userEvent.tab();
  expect((await screen.findByRole("tooltip")).textContent).toMatch(/^2026-11-21 08:09:36\.050 UTC/);
});

test.each([undefined, -1, Number.NaN, 1e18])("%s is not a time", (atMs) => {
  render(<Time atMs={atMs}>–</Time>);
  expect(document.body.textContent).toBe("–");
  expect(document.querySelector("time")).toBeNull();
});
