import type { Page } from "@playwright/test";
import { DashboardPage } from "./support/dashboard-page.ts";
import { expect, test } from "./support/test.ts";

declare global {
  interface Window {
    /** Requests that the main thread has sent to the engine. */
    requestsSent: number;
  }
}

test("[F18] while the tab is hidden, requests and animations pause, and the engine keeps running", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "no-preference" });
  await countRequests(page);
  const dashboard = new DashboardPage(page);
  const jid = await dashboard.openJob();
  await expect(dashboard.bar).toContainText("live");
  await expect.poll(() => runningAnimations(page)).toBeGreaterThan(0);

  await setHidden(page, true);
  await expect(dashboard.bar).toContainText("paused, tab hidden");
  await expect.poll(() => runningAnimations(page)).toBe(0);
  // Five more checkpoints. The only requests in that time are the ones made here.
  const during = await page.evaluate(async (target) => {
    let ownRequests = 0;
    const completed = async (): Promise<number> => {
      ownRequests++;
      const reply = await window.drey.request(new Request(target));
      const { counts }: { counts: { completed: number } } = await reply.json();
      return counts.completed;
    };
    const nextFrame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
    const before = await completed();
    const sentBefore = window.requestsSent;
    ownRequests = 0;
    while ((await completed()) < before + 5) await nextFrame();
    return { ownRequests, allRequests: window.requestsSent - sentBefore };
  }, `/jobs/${jid}/checkpoints`);
  expect(during.allRequests).toBe(during.ownRequests);

  await setHidden(page, false);
  await expect(dashboard.bar).toContainText("live");
  await expect.poll(() => runningAnimations(page)).toBeGreaterThan(0);
});

test("with reduced motion nothing moves, and the text under the graph says the same", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  const dashboard = new DashboardPage(page);
  await dashboard.openJob();
  await expect(dashboard.vertex("ClickEvent Counter")).toContainText("RUNNING");
  await expect(dashboard.main).toContainText(/Checkpoint \d+ (completed|in progress)/);
  // Checked for longer than a checkpoint interval, in which a barrier would pass.
  const seen = await page.evaluate(async () => {
    const readout = (): string => /Checkpoint (\d+)/.exec(document.querySelector("main")?.textContent ?? "")?.[1] ?? "";
    const first = readout();
    let most = 0;
    while (readout() === first) {
      most = Math.max(most, document.getAnimations().filter(({ playState }) => playState === "running").length);
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    return most;
  });
  expect(seen).toBe(0);
});

/** Counts at the ports of the main thread, which all requests of the dashboard use. */
async function countRequests(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.requestsSent = 0;
    // oxlint-disable-next-line typescript/unbound-method -- The proxy calls it on the very port it was called on.
    MessagePort.prototype.postMessage = new Proxy(MessagePort.prototype.postMessage, {
      apply: (send, port, sent) => {
        const [message]: unknown[] = sent;
        if (typeof message === "object" && message !== null && "type" in message && message.type === "request") window.requestsSent++;
        Reflect.apply(send, port, sent);
      },
    });
  });
}

/** A headless browser hides no tab, so the page gets the event of a hidden one. */
async function setHidden(page: Page, isHidden: boolean): Promise<void> {
  await page.evaluate((hidden) => {
    Object.defineProperty(document, "visibilityState", { configurable: true, get: () => (hidden ? "hidden" : "visible") });
    Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
    document.dispatchEvent(new Event("visibilitychange"));
  }, isHidden);
}

function runningAnimations(page: Page): Promise<number> {
  return page.evaluate(() => document.getAnimations().filter(({ playState }) => playState === "running").length);
}
