import { gzipSync } from "node:zlib";
import { expect, test } from "./support/test.ts";

// The size gate adds up the files that the build declares for the first load. This test adds up the
// files that a browser loads.

const budgetBytes = 250_000;

test("[F20] the overview needs at most 250 kB of script and style on the main thread, gzipped", async ({ page }) => {
  const bodies: Promise<{ url: string; bytes: number }>[] = [];
  page.on("requestfinished", (request) => {
    const isMainThread = request.resourceType() === "script" || request.resourceType() === "stylesheet";
    const isWorker = /worker/i.test(new URL(request.url()).pathname);
    if (!isMainThread || isWorker) return;
    bodies.push(sizeOf(request));
  });
  await page.goto("/#/overview");
  await expect(page.getByText("Click Event Count").first()).toBeVisible();
  const loaded = await Promise.all(bodies);
  expect(loaded.map(({ url }) => url)).toContainEqual(expect.stringMatching(/overview/));
  const bytes = loaded.reduce((sum, { bytes: one }) => sum + one, 0);
  expect(bytes, loaded.map((one) => `${one.bytes} ${one.url}`).join("\n")).toBeLessThanOrEqual(budgetBytes);
});

async function sizeOf(request: {
  url(): string;
  response(): Promise<{ body(): Promise<Buffer> } | null>;
}): Promise<{ url: string; bytes: number }> {
  const response = await request.response();
  const body = response === null ? Buffer.alloc(0) : await response.body();
  return { url: request.url(), bytes: gzipSync(body, { level: 9 }).length };
}
