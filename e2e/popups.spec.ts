// Hints and selects in a real browser. A simulated document has no top layer, no touch screen, and no dialog that closes
// on Escape by itself.
import type { Locator } from "@playwright/test";
import { DashboardPage } from "./support/dashboard-page.ts";
import { VERTICES } from "./support/facts.ts";
import { expect, expectNoSeriousAxe, test } from "./support/test.ts";

test("a select and a hint in a dialog are above it, and Escape closes one thing at a time", async ({ page }) => {
  const dashboard = new DashboardPage(page);
  await dashboard.openJob();
  const panel = await dashboard.openTab("Exceptions");
  const opener = panel.getByRole("button", { name: "Inject an exception" });
  await opener.click();
  const dialog = page.getByRole("dialog");
  const select = dialog.getByRole("combobox", { name: "Vertex" });
  const list = dialog.getByRole("listbox", { name: "Vertex" });

  await select.focus();
  await page.keyboard.press("ArrowDown");
  await expect(list.getByRole("option")).toHaveCount(Object.keys(VERTICES).length);
  await expectOnTop(list);
  await expectNoSeriousAxe(page);
  await page.keyboard.press("Escape");
  await expect(list).toBeHidden();
  await expect(select).toBeFocused();
  await page.keyboard.type(VERTICES.counter.name.slice(0, 12));
  await expect(select).toHaveText(VERTICES.counter.name);

  await dialog.getByRole("textbox").first().fill("no number");
  const hint = page.getByRole("tooltip");
  await dialog.getByRole("button").last().hover();
  await expectOnTop(hint);
  await expectNoSeriousAxe(page);
  await page.keyboard.press("Escape");
  await expect(hint).toBeHidden();
  await expect(dialog).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(opener).toBeFocused();
});

test("a hint opens for the mouse, which can enter it, and for the keyboard", async ({ page }) => {
  const dashboard = new DashboardPage(page);
  await dashboard.openOverview();
  const term = dashboard.main.getByRole("button", { name: "task slots free" });
  const hint = page.getByRole("tooltip");
  await term.hover();
  await expectOnTop(hint);
  await hint.hover();
  await expect(hint).toBeVisible();
  await dashboard.heading("Overview").hover();
  await expect(hint).toBeHidden();

  await page.keyboard.press("Tab");
  await term.focus();
  await expect(hint).toBeVisible();
  await expect(term).toHaveAccessibleDescription(await hint.innerText().then((text) => text.replace("\n", " ")));
  await expectNoSeriousAxe(page);
  await page.keyboard.press("Escape");
  await expect(hint).toBeHidden();
  await expect(term).toBeFocused();
});

test.describe("on a touch screen", () => {
  test.use({ hasTouch: true });

  test("a tap opens a hint, and a tap elsewhere closes it", async ({ page }) => {
    const dashboard = new DashboardPage(page);
    await dashboard.openJob();
    const hint = page.getByRole("tooltip");
    const head = dashboard.main.getByRole("table", { name: "Vertices" }).getByRole("button", { name: "Parallelism" });
    await head.tap();
    await expect(hint).toBeVisible();
    await dashboard.heading("Click Event Count").tap();
    await expect(hint).toBeHidden();
    await dashboard.vertex(VERTICES.counter.name).getByText("Busy", { exact: true }).tap();
    await expect(hint).toContainText("Busy");
  });
});

/** Nothing covers the middle of it: not the dialog, whose backdrop covers all that is outside of the dialog. */
async function expectOnTop(popup: Locator): Promise<void> {
  await expect(popup).toBeVisible();
  await expect
    .poll(() =>
      popup.evaluate((element) => {
        const { left, top, width, height } = element.getBoundingClientRect();
        return element.contains(document.elementFromPoint(left + width / 2, top + height / 2));
      }),
    )
    .toBe(true);
}
