import { clockStartMs } from "../support/recorded-clock.ts";
import { expect, test } from "../support/test.ts";
import { layoutFaults } from "./layout-faults.ts";
import { serveRecordedClusters } from "./recorded-traffic.ts";
import { settled } from "./settled.ts";
import { SIZES } from "./sizes.ts";
import { VIEWS } from "./views.ts";

// The layout of every page at every size, over the clusters of `npm run dev:recorded`.

// Recordings lack the reply to some calls, and the browser logs each 404.
test.use({ allowedProblems: [/^console: Failed to load resource/], contextOptions: { reducedMotion: "reduce", serviceWorkers: "block" } });

/** How far the page's clock advances in each view, ms. Rates need two replies with time between. */
const STEP_MS = 3000;
/** Views of a test: it takes about 20 s with two cores. */
const VIEWS_PER_TEST = 6;

for (const [cluster, views] of Map.groupBy(VIEWS, (view) => view.cluster)) {
  const count = Math.ceil(views.length / VIEWS_PER_TEST);
  for (let part = 0; part < count; part++) {
    const title = `nothing is covered, cut, too small or out of reach over ${cluster}`;
    test(count === 1 ? title : `${title}, ${String(part + 1)} of ${String(count)}`, async ({ page }) => {
      let nowMs = clockStartMs(cluster);
      const traffic = await serveRecordedClusters(page, () => nowMs);
      /** Where each fault was found: the same one at several sizes is reported once. */
      const found = new Map<string, string[]>();
      for (const { hash, sign, prepare } of views.slice(part * VIEWS_PER_TEST, (part + 1) * VIEWS_PER_TEST)) {
        traffic.resume();
        await page.setViewportSize(SIZES[0]);
        await page.clock.setFixedTime(nowMs);
        await page.goto(`/?cluster=${cluster}${hash}`);
        await expect(sign(page)).toBeVisible();
        nowMs += STEP_MS;
        await page.clock.setFixedTime(nowMs);
        await traffic.refreshed();
        await prepare?.(page);
        for (const size of SIZES) {
          await page.setViewportSize(size);
          await settled(page);
          await traffic.pause();
          await settled(page);
          let faults = await layoutFaults(page);
          // A late reply may have changed the page during the check.
          if (faults.length > 0) {
            await traffic.refreshed();
            await traffic.pause();
            await settled(page);
            faults = await layoutFaults(page);
          }
          for (const fault of faults) {
            const key = fault.replaceAll(/\[-?\d+,-?\d+ \d+×\d+\]/g, "");
            found.set(key, [...(found.get(key) ?? [fault]), `${String(size.width)}×${String(size.height)} ${hash}`]);
          }
        }
        // Closes the dialog that `prepare` opened.
        if (prepare !== undefined) await page.keyboard.press("Escape");
      }
      expect([...found.values()].map((lines) => lines.join("\n    at ")).join("\n"), "layout faults").toBe("");
    });
  }
}
