import type { Locator, Page } from "@playwright/test";
import { createWideCluster, WIDE_JOB_ID } from "../mocks/wide-cluster.ts";
import { expect, test } from "./support/test.ts";

// The made-up cluster does not answer some calls, and the browser logs each 404.
test.use({ allowedProblems: [/^console: Failed to load resource/] });

test("a press on the lower half of a vertex selects it, with and without a name in its box", async ({ page }) => {
  const cluster = createWideCluster({ vertices: 120, parallelism: 4, now: () => Date.now() });
  await page.route("**/drey.json", (route) =>
    route.fulfill({ json: { backends: [{ kind: "http", id: "wide", url: "./wide/", label: "Wide" }] } }),
  );
  await page.route("**/wide/**", async (route) => {
    const reply = await cluster(new Request(route.request().url().replace("/wide/", "/")));
    await route.fulfill({ status: reply.status, contentType: "application/json", body: await reply.text() });
  });
  await page.goto(`/?cluster=wide#/job/running/${WIDE_JOB_ID}/overview`);

  await expect(page.getByRole("article").first()).toHaveText("");
  await expectPressSelects(page, await middleVertex(page));

  await expect(async () => {
    await page.getByRole("button", { name: "Zoom in" }).click();
    await expect(page.getByRole("article").first()).not.toHaveText("", { timeout: 1 });
  }).toPass();
  await expectPressSelects(page, await middleVertex(page));
});

/** The vertex nearest to the middle of the graph. */
async function middleVertex(page: Page): Promise<Locator> {
  const graph = await page.getByRole("region", { name: "Job graph" }).boundingBox();
  const name = await page.getByRole("article").evaluateAll(
    (articles, [x, y]) => {
      const distance = (article: Element): number => {
        const box = article.getBoundingClientRect();
        return Math.hypot(box.x + box.width / 2 - x, box.y + box.height / 2 - y);
      };
      return articles.toSorted((a, b) => distance(a) - distance(b))[0]?.getAttribute("aria-label") ?? "";
    },
    graph === null ? ([0, 0] as const) : ([graph.x + graph.width / 2, graph.y + graph.height / 2] as const),
  );
  return page.getByRole("article", { name, exact: true });
}

async function expectPressSelects(page: Page, vertex: Locator): Promise<void> {
  const box = await vertex.boundingBox();
  if (box === null) throw new Error("the vertex is not drawn");
  await vertex.click({ position: { x: box.width / 2, y: box.height * 0.9 } });
  await expect(vertex.getByRole("button").first()).toHaveAttribute("aria-pressed", "true");
  await page.getByRole("button", { name: "Close" }).click();
  await expect(vertex.getByRole("button").first()).toHaveAttribute("aria-pressed", "false");
}
