// The proof on the screen, compared with the tests' own proof from topic `output`.
import type { Page } from "@playwright/test";
import { clusterOf, hangMs, waitForFact } from "./cluster.ts";
import type { DashboardPage } from "./dashboard-page.ts";
import { topicEnd } from "./facts.ts";
import { type OutputTally, tallyOutput } from "./output-tally.ts";
import { expect } from "./test.ts";

const CLICKS_PER_WINDOW = 6000;

/**
 * The number of the window (from the first) that the generator is filling. Windows up to it are not
 * proven yet.
 */
export async function windowBeingFilled(page: Page): Promise<number> {
  return Math.floor((await topicEnd(clusterOf(page), "input")) / CLICKS_PER_WINDOW);
}

/**
 * Sets the generator to full speed until the window with this number is closed, and expects that
 * none is missing or wrong, in the tests' own proof and on the page. A job that catches up closes
 * windows very fast, and one of a live job's two sinks may be ahead by more than that. A missing
 * result may still arrive, but a wrong one never becomes right.
 */
export async function expectProofThrough(dashboard: DashboardPage, windowNumber: number): Promise<void> {
  const { page, proof } = dashboard;
  await dashboard.setPace("4,000 records/s");
  const tally = await waitForFact<OutputTally>(
    page,
    `window ${String(windowNumber)} is closed, and none misses a count`,
    async (cluster) => {
      const now = await tallyOutput(cluster);
      if (now.wrong > 0) return now;
      return now.closedWindows > windowNumber && now.missing === 0 && now;
    },
  );
  expect(tally, `the page: ${await proof.innerText()}`).toMatchObject({ missing: 0, wrong: 0 });
  await expect(async () => {
    const words = await proof.innerText();
    const closed = Number(/([\d,]+) windows? confirmed: all [\d,]+ counts are exactly 1000/.exec(words)?.[1]?.replaceAll(",", ""));
    expect(closed, words).toBeGreaterThan(windowNumber);
    expect(words).toContain("None missing, none wrong");
  }).toPass({ timeout: hangMs(), intervals: [200] });
  await expect(proof.getByRole("table")).toContainText("1000");
}
