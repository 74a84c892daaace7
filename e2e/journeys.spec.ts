// The Operations Playground's story in several orders: a failure, an upgrade, a rescale, the
// variant with backpressure. After each order the counts are read from topic `output` alone: a job
// that is stopped, started, killed and slowed down loses no click.
import { waitForFact } from "./support/cluster.ts";
import { DashboardPage } from "./support/dashboard-page.ts";
import { failure, openLiveJob, rescale, upgrade } from "./support/operator.ts";
import { tallyOutput } from "./support/output-tally.ts";
import { expect, test } from "./support/test.ts";

async function variant(dashboard: DashboardPage): Promise<void> {
  await upgrade(dashboard, "--backpressure");
  await openLiveJob(dashboard);
  await expect(dashboard.vertex("Backpressure Operator")).toBeVisible();
}

const STEPS = { failure, upgrade: (dashboard: DashboardPage) => upgrade(dashboard), rescale, variant };

const WINDOW_MS = 15_000;

/** An even minute of backpressure may have to pass before the windows of a slowed job close. */
const PROOF_MS = 200_000;

const ORDERS: readonly (readonly (keyof typeof STEPS)[])[] = [
  ["failure", "upgrade", "rescale", "variant"],
  ["rescale", "failure", "variant", "upgrade"],
  ["variant", "rescale", "upgrade", "failure"],
];

for (const order of ORDERS) {
  test(`${order.join(", then ")}: every count is 1000`, async ({ page }) => {
    test.setTimeout(420_000);
    const dashboard = new DashboardPage(page);
    await dashboard.openJob();
    for (const step of order) await STEPS[step](dashboard);
    // Event time follows the clock: this window is open now, and closed once a window that starts
    // 30 s later has a result.
    const openMs = Math.floor(Date.now() / WINDOW_MS) * WINDOW_MS;
    const proof = await waitForFact(
      page,
      "the window that was open at the last step is closed, and none is missing",
      async (cluster) => {
        const tally = await tallyOutput(cluster);
        // The partitions are read one after the other while the job catches up, so a missing result
        // may arrive in a moment, or never.
        return tally.newestStartMs >= openMs + 2 * WINDOW_MS && tally.missing === 0 && tally;
      },
      { timeoutMs: PROOF_MS },
    );
    expect(proof.wrong).toBe(0);
    expect(proof.closedWindows).toBeGreaterThan(0);
  });
}
