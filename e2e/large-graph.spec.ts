import type { Locator, Page } from "@playwright/test";
import { createWideCluster, WIDE_JOB_ID, type WideShape } from "../mocks/wide-cluster.ts";
import { expectNoSeriousAxe, expect, test } from "./support/test.ts";

// A graph of many vertices, which is drawn on a canvas, with cards where it is near.

// The made-up cluster does not answer some calls, and the browser logs each 404.
test.use({ allowedProblems: [/^console: Failed to load resource/] });

/** Opens the page of a job of that many vertices and waits until its graph is drawn. */
async function openJob(page: Page, vertices: number, shape: WideShape = "layers"): Promise<void> {
  const cluster = createWideCluster({ vertices, parallelism: 4, shape, now: () => Date.now() });
  await page.route("**/drey.json", (route) =>
    route.fulfill({ json: { backends: [{ kind: "http", id: "wide", url: "./wide/", label: "Wide" }] } }),
  );
  await page.route("**/wide/**", async (route) => {
    const reply = await cluster(new Request(route.request().url().replace("/wide/", "/")));
    await route.fulfill({ status: reply.status, contentType: "application/json", body: await reply.text() });
  });
  await page.goto(`/?cluster=wide#/job/running/${WIDE_JOB_ID}/overview`);
  await expect(canvasOf(page)).toHaveAttribute("data-vertices", String(vertices));
}

function canvasOf(page: Page): Locator {
  return page.getByRole("img", { name: /^Graph of/ });
}

/** The button that the arrow keys move over the vertices. */
function cursorOf(page: Page): Locator {
  return page.getByRole("region", { name: "Job graph" }).getByRole("button", { name: /RUNNING/ });
}

function inspectorOf(page: Page): Locator {
  return page.getByRole("complementary", { name: /^Vertex / });
}

test("a press on a vertex of the canvas selects it, and one beside it does not", async ({ page }) => {
  await openJob(page, 120);
  // The button is over the first vertex, so its place is that vertex's.
  const box = await cursorOf(page).boundingBox();
  if (box === null) throw new Error("the graph has no cursor");
  await page.mouse.move(box.x + box.width / 2, box.y + box.height * 0.9);
  await expect(page.getByTitle(/^Source: topic-0 → Calc\[0\]: 4 RUNNING/)).toBeVisible();
  await page.mouse.click(box.x + box.width / 2, box.y + box.height * 0.9);
  await expect(inspectorOf(page)).toHaveAccessibleName(/Source: topic-0/);
  await expect(cursorOf(page)).toHaveAttribute("aria-pressed", "true");
  await page.getByRole("button", { name: "Close" }).click();
  await expect(cursorOf(page)).toHaveAttribute("aria-pressed", "false");
  await page.mouse.click(box.x - 3, box.y - 3);
  await expect(inspectorOf(page)).toHaveCount(0);
});

test("the keyboard moves over the vertices, in the table's order and along edges, and selects", async ({ page }) => {
  await openJob(page, 120);
  const cursor = cursorOf(page);
  await cursor.focus();
  await expect(cursor).toHaveAccessibleName(/^Source: topic-0 → Calc\[0\]: 4 RUNNING/);
  await page.keyboard.press("ArrowDown");
  await expect(cursor).toHaveAccessibleName(/^Source: topic-1 /);
  await expect(page.getByRole("region", { name: "Job graph" }).getByRole("status")).toHaveText(/^Source: topic-1 /);
  await page.keyboard.press("ArrowRight");
  await expect(cursor).toHaveAccessibleName(/^(Join|Union|GroupAggregate)/);
  await page.keyboard.press("ArrowLeft");
  await expect(cursor).toHaveAccessibleName(/^Source: /);
  await page.keyboard.press("End");
  await expect(cursor).toHaveAccessibleName(/\[119\]/);
  await page.keyboard.press("Enter");
  await expect(inspectorOf(page)).toHaveAccessibleName(/\[119\]/);
  await expect(cursor).toBeFocused();
});

test("[F69] after the inspector is closed, the view is the same as before", async ({ page }) => {
  await openJob(page, 120);
  const viewport = page.locator(".react-flow__viewport");
  const before = (await viewport.getAttribute("style")) ?? "";
  await cursorOf(page).press("Enter");
  await expect(inspectorOf(page)).toBeVisible();
  await expect(viewport).not.toHaveAttribute("style", before);
  await page.getByRole("button", { name: "Close" }).click();
  await expect(inspectorOf(page)).toHaveCount(0);
  await expect(viewport).toHaveAttribute("style", before);
});

test("near vertices are cards with all numbers, and few vertices are cards at a time", async ({ page }) => {
  await openJob(page, 1000);
  await expect(page.getByRole("article")).toHaveCount(0);
  await expect(async () => {
    await page.getByRole("button", { name: "Zoom in" }).click();
    await expect(page.getByRole("article").first()).toContainText("Records in", { timeout: 1 });
  }).toPass();
  await expect(page.getByRole("article").first()).toContainText("Busy");
  expect(await page.evaluate(() => document.querySelectorAll("*").length)).toBeLessThanOrEqual(3000);
});

for (const [name, vertices, shape] of [
  ["a graph of 300 vertices", 300, "layers"],
  ["a chain of 100 vertices", 100, "chain"],
] as const) {
  test(`${name} has no serious findings of axe, and its table lists all vertices`, async ({ page }) => {
    await openJob(page, vertices, shape);
    await expect(canvasOf(page)).toHaveAccessibleName(new RegExp(`^Graph of ${String(vertices)} vertices and [\\d,]+ edges`));
    await expectNoSeriousAxe(page);
    await page.getByRole("columnheader", { name: "Name" }).getByRole("button", { name: "Name" }).click();
    await expect(page.getByRole("table", { name: "Vertices" }).getByRole("row").nth(1)).toBeVisible();
  });
}
