import type { Page } from "@playwright/test";
import { clockStartMs } from "../support/recorded-clock.ts";
import { expect, test } from "../support/test.ts";
import { type Screen, SCREENS, SIZES } from "./screens.ts";

// The look of each screen, compared with the images beside this file. The cluster is recorded and
// the page's clock is stopped.

// Recordings lack the reply to some calls, and the browser logs each 404.
test.use({ allowedProblems: [/^console: Failed to load resource/], contextOptions: { reducedMotion: "reduce" } });

/** Rates need two replies with some time between them. Flink's `web.refresh-interval`. */
const REFRESH_MS = 3000;

for (const colorScheme of ["light", "dark"] as const) {
  for (const screen of SCREENS) if (colorScheme === "light" || screen.isLightOnly === undefined) lookAt(screen, "wide", colorScheme);
}
for (const screen of SCREENS) for (const size of screen.alsoAt ?? []) lookAt(screen, size, "light");

function lookAt(screen: Screen, size: keyof typeof SIZES, colorScheme: "light" | "dark"): void {
  test.describe(`${screen.name}, ${size}, ${colorScheme}`, () => {
    test.use({ colorScheme, viewport: SIZES[size] });

    test("looks as recorded", async ({ page }) => {
      await open(page, screen);
      // The test server has another port in each run.
      const mask = [page.getByText(new URL(page.url()).host)];
      await expect(page).toHaveScreenshot(`${screen.name}-${size}-${colorScheme}.png`, { mask });
    });
  });
}

async function open(page: Page, { cluster, hash, sign, prepare }: Screen): Promise<void> {
  const startMs = clockStartMs(cluster);
  await page.clock.setFixedTime(startMs);
  await page.goto(`/?cluster=${cluster}${hash}`);
  await expect(sign(page)).toBeVisible();
  await page.clock.setFixedTime(startMs + REFRESH_MS);
  for (let count = 0; count < 2; count++) await page.waitForResponse((response) => response.url().endsWith("/overview"));
  await prepare?.(page);
  await page.evaluate(() => document.fonts.ready);
}
