import { expect, test } from "@playwright/test";
import { watchForProblems } from "./support/problem-guard.ts";
import { serveCopy } from "./support/serve-copy.ts";

test("[F16] runs from any path of any static server, on plain http under a host name", async ({ page }) => {
  const copy = await serveCopy("/some/where/");
  try {
    const url = new URL(copy.url);
    url.hostname = "drey.test";
    const problems = await watchForProblems(page, url.origin);
    await page.goto(url.href);
    expect(await page.evaluate(() => isSecureContext)).toBe(false);
    await expect(page.getByText("Click Event Count").first()).toBeVisible();
    const [licenses] = await Promise.all([page.waitForEvent("popup"), page.getByRole("link", { name: "Licenses" }).click()]);
    await expect(licenses.getByText("@xyflow/react").first()).toBeVisible();
    expect(new URL(licenses.url()).pathname).toBe("/some/where/third-party-licenses.txt");
    expect(problems.found).toEqual([]);
  } finally {
    await copy.close();
  }
});
