// The command palette in a real browser: its keys, the focus, and the screen reader's view of it.
import { VERTICES } from "./support/facts.ts";
import { DashboardPage } from "./support/dashboard-page.ts";
import { expect, expectNoSeriousAxe, test } from "./support/test.ts";

test("a slash finds a vertex, a tab and a dialog with the keyboard alone, and the focus returns", async ({ page }) => {
  const dashboard = new DashboardPage(page);
  await dashboard.openJob();
  const palette = page.getByRole("dialog", { name: "Search" });
  const field = palette.getByRole("combobox", { name: "Search" });

  await page.keyboard.press("/");
  await expect(field).toBeFocused();
  await expect(field).toHaveValue("");
  await expectNoSeriousAxe(page);
  await page.keyboard.type(VERTICES.counter.name.slice(0, 8));
  await expect(palette.getByRole("option").first()).toHaveAttribute("data-active-item", "true");
  await page.keyboard.press("Enter");
  await expect(palette).toBeHidden();
  await expect(dashboard.inspector(/^Vertex /)).toBeVisible();

  await page.keyboard.press("Control+k");
  await page.keyboard.type("checkpoints");
  await expect(palette.getByRole("option", { name: "Checkpoints" })).toHaveAttribute("data-active-item", "true");
  await page.keyboard.press("Enter");
  await expect(dashboard.tab("Checkpoints")).toHaveAttribute("aria-selected", "true");

  // By the button, as with a mouse. Escape closes the palette and returns the focus.
  const button = page.getByRole("button", { name: "Search" });
  await button.click();
  await expect(field).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(palette.getByRole("option").nth(1)).toHaveAttribute("data-active-item", "true");
  await page.keyboard.press("Escape");
  await expect(palette).toBeHidden();
  await expect(button).toBeFocused();

  // An action opens its dialog, in which the keys of the palette do nothing.
  await page.keyboard.press("/");
  await page.keyboard.type("cancel");
  await page.keyboard.press("Enter");
  const cancel = page.getByRole("dialog", { name: /^Cancel/ });
  await expect(cancel).toBeVisible();
  await page.keyboard.press("/");
  await page.keyboard.press("Escape");
  await expect(cancel).toBeHidden();
  await expect(palette).toBeHidden();
  await expect(button).toBeFocused();
});
