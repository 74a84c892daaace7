import type { Page } from "@playwright/test";
import { expect } from "./test.ts";

/**
 * Problems that no page of the WebUI may cause. They are the server's fault, because the client is
 * the reference.
 */
export interface WebUiProblems {
  /**
   * Errors and warnings of its console, uncaught errors, and failed requests, in order, as
   * sentences.
   */
  readonly found: string[];
}

/**
 * Its editor sizes itself 50 ms after it was shown, even if its page was left by then, which is a
 * bug of the editor.
 */
const EDITOR_THAT_WAS_LEFT = /^ERROR TypeError: Cannot read properties of null \(reading 'layout'\)/;

/** Monitors a page before it navigates. */
export function watchWebUi(page: Page): WebUiProblems {
  const found: string[] = [];
  page.on("console", (message) => {
    if (EDITOR_THAT_WAS_LEFT.test(message.text())) return;
    if (message.type() === "error" || message.type() === "warning") found.push(`console: ${message.text()} ${message.location().url}`);
  });
  page.on("pageerror", (error) => void found.push(`uncaught: ${error.message}`));
  page.on("response", (response) => {
    if (response.status() >= 400) found.push(`${String(response.status())}: ${response.request().method()} ${response.url()}`);
  });
  return { found };
}

/**
 * Flink's WebUI from a user's point of view. It has no roles and names, so elements are found by
 * selectors.
 */
export class FlinkWebUi {
  readonly page: Page;
  readonly #url: string;

  constructor(page: Page, url: string) {
    this.page = page;
    this.#url = url;
  }

  /** Navigates to an address within it, such as `job/running`. Loads it if it is not loaded yet. */
  async goTo(hash: string): Promise<void> {
    const target = `${this.#url}/#/${hash}`;
    if (this.page.url().startsWith(this.#url)) await this.page.evaluate((url) => window.location.assign(url), target);
    else await this.page.goto(target);
    await expect(this.page).toHaveURL(target);
  }

  /** All text beside the menu, with collapsed white space. */
  async text(): Promise<string> {
    return (await this.page.locator("nz-content").innerText()).replaceAll(/\s+/g, " ");
  }

  /** A tab or a button in the content: the innermost with that name, which comes last. */
  async click(name: string): Promise<void> {
    await this.page.locator("nz-content").getByText(name, { exact: true }).last().click();
  }

  /** The cells of each row of the table in `element`. */
  async rows(element: string): Promise<readonly (readonly string[])[]> {
    const rows = await this.page.locator(`${element} tbody tr`).all();
    const cells = await Promise.all(rows.map((row) => row.locator("td").allInnerTexts()));
    return cells
      .map((texts) => texts.map((text) => text.replaceAll(/\s+/g, " ").trim()))
      .filter((texts) => texts.some((text) => text !== ""));
  }
}
