import { cleanup, screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, test } from "vitest";

import { setClockZone } from "../base/clock-zone.ts";
import { fullTime } from "../base/full-time.ts";
import { formatClock } from "../domain/units.ts";
import { backendOver, recordedTransport, renderWithBackend } from "../testing/recorded-backend.tsx";
import { withCases } from "../testing/reply-cases.ts";
import { readZoneChoice } from "./chosen-zone.ts";
import { TimesToggle } from "./times-toggle.tsx";
import { ZonedPages } from "./zoned-pages.tsx";

const AT = Date.UTC(2026, 10, 20, 22, 9, 6);

afterEach(() => {
  cleanup();
  localStorage.clear();
  setClockZone({ kind: "browser" });
});

/** A page with one time, over a cluster in India. */
function show(): void {
  const config = { "timezone-offset": 5.5 * 3_600_000, "timezone-name": "India\u202e Standard Time" };
  renderWithBackend(
    <>
      <TimesToggle />
      <ZonedPages>
        <Page />
      </ZonedPages>
    </>,
    backendOver(withCases(recordedTransport("02-running"), [{ path: "/config", change: config }])),
  );
}

function Page() {
  return <p title={fullTime(AT)}>{formatClock(AT, AT)}</p>;
}

test("pressing goes through the zones of browser, cluster and UTC, and every time on the page follows", async () => {
  show();
  const user = userEvent.setup();
  const browser = formatClock(AT, AT);
  expect(screen.getByText(browser)).toBeDefined();
  await user.click(screen.getByRole("button", { name: "Times: browser" }));
  await screen.findByText("03:39:06");
  expect(readZoneChoice()).toBe("cluster");
  await user.click(screen.getByRole("button", { name: "Times: cluster" }));
  expect((await screen.findByText("22:09:06")).title).toContain("UTC+00:00 (UTC)");
  await user.click(screen.getByRole("button", { name: "Times: UTC" }));
  await screen.findByText(browser);
  expect(readZoneChoice()).toBe("browser");
});

test("the cluster's zone, chosen before, applies as soon as the cluster tells it", async () => {
  localStorage.setItem("drey.times", "cluster");
  show();
  expect((await screen.findByText("03:39:06")).title).toContain("UTC+05:30");
});

test("the hint names the next zone as text", async () => {
  show();
  const user = userEvent.setup();
  await user.hover(screen.getByRole("button", { name: "Times: browser" }));
  await waitFor(() => expect(screen.getByRole("tooltip").textContent).toContain("India⟨U+202E⟩ Standard Time"));
});

test("an invalid stored choice counts as the browser's zone", () => {
  localStorage.setItem("drey.times", "moon");
  expect(readZoneChoice()).toBe("browser");
});
