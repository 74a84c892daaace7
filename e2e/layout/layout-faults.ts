import type { Page } from "@playwright/test";
import { type CutText, findCutText } from "./cut-text.ts";
import { findOverlaps } from "./overlaps.ts";
import { readPageLayout } from "./page-layout.ts";
import { findOutOfReach } from "./reach.ts";
import { findSmallTargets } from "./target-size.ts";

/**
 * The layout faults of the page in its present state. A sentence for each fault, with elements
 * and boxes in CSS px:
 * - Text, controls or cards of the graph cover each other. Dialogs, popovers and sticky or fixed
 *   elements may cover the rest of the page.
 * - Text is cut, and no title, description, hint or other part of the page has the full text.
 * - A control cannot be scrolled into the window, or is covered there.
 * - A control is too small to press (WCAG 2.5.8).
 * - The document scrolls sideways.
 */
export async function layoutFaults(page: Page): Promise<readonly string[]> {
  const layout = await page.evaluateHandle(readPageLayout);
  const faults = [
    ...(await page.evaluate(findOverlaps, layout)),
    ...(await page.evaluate(findOutOfReach, layout)),
    ...(await page.evaluate(findSmallTargets, layout)),
  ];
  const cut = await page.evaluate(findCutText, layout);
  await layout.dispose();
  for (const text of cut) if (!(await hasHint(page, text))) faults.push(text.fault);
  return faults;
}

/** Whether a hint with the full text opens there. */
async function hasHint(page: Page, { text, at }: CutText): Promise<boolean> {
  if (at === undefined) return false;
  // An open hint describes its element.
  const countDescribed = (): Promise<number> =>
    page.evaluate(async () => {
      for (let frames = 0; frames < 2; frames++) await new Promise((resolve) => requestAnimationFrame(resolve));
      return document.querySelectorAll("[aria-describedby]").length;
    });
  const before = await countDescribed();
  await page.mouse.move(at.x, at.y);
  const hint = page.getByRole("tooltip");
  let hasText = false;
  if ((await countDescribed()) > before) {
    await hint.waitFor();
    hasText = ((await hint.textContent()) ?? "").replaceAll(/\s+/g, " ").includes(text);
  }
  await page.mouse.move(0, 0);
  await hint.waitFor({ state: "hidden" });
  return hasText;
}
