import type { Locator, Page } from "@playwright/test";
import { waitForFact } from "./support/cluster.ts";
import { DashboardPage } from "./support/dashboard-page.ts";
import { runningJob, VERTICES, waitingJob } from "./support/facts.ts";
import { expect, test } from "./support/test.ts";

/** More tab stops than any page has, to detect a cycle. */
const MOST_STOPS = 150;

test("everything works with the keyboard alone: job, vertex, checkpoint, kill and start, theme", async ({ page }) => {
  const { keyboard } = page;
  await page.goto("/");
  await waitForFact(page, "all tasks are RUNNING", runningJob);
  const dashboard = new DashboardPage(page);
  const { main } = dashboard;

  // Past the rail by the skip link, to the job.
  await keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
  await keyboard.press("Enter");
  await tabTo(page, main.getByRole("link", { name: "Click Event Count" }).first());
  await keyboard.press("Enter");
  await expect(dashboard.heading("Click Event Count")).toBeVisible();

  // A vertex in the graph, and the inspector beside it.
  await expect(dashboard.vertex(VERTICES.counter.name)).toBeVisible();
  await tabTo(page, dashboard.vertex(VERTICES.counter.name).getByRole("button", { name: VERTICES.counter.name }));
  await keyboard.press("Enter");
  const inspector = dashboard.inspector(`Vertex ${VERTICES.counter.name}`);
  await expect(inspector).toContainText("Subtasks");
  // The next stop explains a term on the selected card, which has become narrower beside the inspector.
  await expect(dashboard.vertex(VERTICES.counter.name).getByRole("button", { name: "Parallelism", exact: true })).toBeVisible();
  await keyboard.press("Tab");
  await expect(page.getByRole("tooltip")).toContainText("Busy");
  await tabTo(page, inspector.getByRole("button", { name: "Close" }));
  await keyboard.press("Enter");
  await expect(inspector).toHaveCount(0);

  // To the checkpoints with the arrow keys of the tabs, and to the details of one.
  await tabTo(page, dashboard.tab("Vertices"));
  await keyboard.press("ArrowRight");
  await expect(dashboard.tab("Checkpoints")).toBeFocused();
  await expect(dashboard.tab("Checkpoints")).toHaveAttribute("aria-selected", "true");
  const rows = main.getByRole("table", { name: "Checkpoints" }).getByRole("row").filter({ hasText: "COMPLETED" });
  await expect(rows.first()).toBeVisible();
  await tabTo(page, rows);
  await keyboard.press("Enter");
  const checkpoint = dashboard.inspector(/^Checkpoint \d+$/);
  await expect(checkpoint).toContainText("End to end");
  await tabTo(page, checkpoint.getByRole("button", { name: "Close" }));
  await keyboard.press("Space");
  await expect(checkpoint).toHaveCount(0);
  await tabTo(page, dashboard.tab("Checkpoints"));
  await keyboard.press("Home");
  await expect(dashboard.tab("Vertices")).toBeFocused();

  // Off and on again, while the switch keeps the focus.
  const powerSwitch = dashboard.switchOf("taskmanager-1");
  await tabTo(page, powerSwitch);
  await keyboard.press("Space");
  await expect(powerSwitch).toHaveAttribute("aria-checked", "false");
  await expect(powerSwitch).toBeFocused();
  await waitForFact(page, "the tasks wait for slots", waitingJob);
  await keyboard.press("Enter");
  await expect(powerSwitch).toHaveAttribute("aria-checked", "true");
  await waitForFact(page, "all tasks are RUNNING again", runningJob);
  await expect(dashboard.graph).toContainText("Recovered");

  // The dialog before a reset traps the focus, and Escape changes nothing.
  await tabTo(page, dashboard.containers.getByRole("button", { name: "Reset the playground" }));
  await keyboard.press("Enter");
  const question = page.getByRole("dialog", { name: "Reset the playground" });
  await expect(question).toBeVisible();
  await keyboard.press("Escape");
  await expect(question).toHaveCount(0);
  await expect(dashboard.containers.getByRole("button", { name: "Reset the playground" })).toBeFocused();

  await tabTo(page, page.getByRole("button", { name: /^Theme/ }));
  await keyboard.press("Enter");
  await keyboard.press("Space");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
});

test("the focus stays in a card of the graph when the element that has it disappears", async ({ page }) => {
  await page.setViewportSize({ width: 2000, height: 900 });
  await page.goto("/");
  await waitForFact(page, "all tasks are RUNNING", runningJob);
  const dashboard = new DashboardPage(page);
  await dashboard.main.getByRole("link", { name: "Click Event Count" }).first().click();
  const card = dashboard.vertex(VERTICES.counter.name);
  const name = card.getByRole("button", { name: VERTICES.counter.name });
  await name.press("Enter");
  // On a wide card it is beside the state.
  const parallelism = card.getByRole("button", { name: /^parallelism \d/ });
  await parallelism.focus();
  await page.setViewportSize({ width: 1300, height: 900 });
  await expect(parallelism).toHaveCount(0);
  await expect(name).toBeFocused();

  // From far away a card has no rows.
  const busy = card.getByRole("button", { name: "Busy", exact: true });
  await busy.focus();
  const zoomOut = dashboard.graph.getByRole("button", { name: "Zoom out" });
  // A press would move the focus.
  await zoomOut.dispatchEvent("click");
  await zoomOut.dispatchEvent("click");
  await expect(busy).toBeHidden();
  await expect(name).toBeFocused();
});

/**
 * Presses Tab, or Shift and Tab if the element comes before the focus, until the focus is on the
 * element or on one of them. Each stop on the way must match :focus-visible.
 */
async function tabTo(page: Page, elements: Locator): Promise<void> {
  for (let stop = 0; stop < MOST_STOPS; stop++) {
    const way = await elements.evaluateAll((all) => {
      const focus = document.activeElement;
      if (focus === null || all.some((element) => element === focus)) return "there";
      if (focus !== document.body && !focus.matches(":focus-visible"))
        return `${focus.outerHTML.slice(0, 200)} does not show that it has the focus`;
      const isBefore = all.every((element) => (focus.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING) !== 0);
      return focus !== document.body && isBefore ? "Shift+Tab" : "Tab";
    });
    if (way === "there") return;
    if (way !== "Tab" && way !== "Shift+Tab") throw new Error(way);
    await page.keyboard.press(way);
  }
  throw new Error(`Tab does not reach ${String(elements)}`);
}
