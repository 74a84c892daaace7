import type { Page } from "@playwright/test";
import { expect } from "./test.ts";

/** What no page of the WebUI may cause: its server's fault, as the client that is the referee finds it. */
export interface WebUiProblems {
  /** Errors and warnings of its console, uncaught errors, and replies that are none; in order, as sentences. */
  readonly found: string[];
}

/**
 * Its editor sizes itself 50 ms after it was shown, even if its page was left by then, which is a
 * bug of the editor.
 */
const EDITOR_THAT_WAS_LEFT = /^ERROR TypeError: Cannot read properties of null \(reading 'layout'\)/;

/** Watches a page before it navigates. */
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

/** Flink's WebUI as someone sees it. It has no roles and names to go by, so places are found by its elements. */
export class FlinkWebUi {
  readonly page: Page;
  readonly #url: string;

  constructor(page: Page, url: string) {
    this.page = page;
    this.#url = url;
  }

  /** Goes to an address within it: `job/running`. Loads it where it is not loaded yet. */
  async goTo(hash: string): Promise<void> {
    const target = `${this.#url}/#/${hash}`;
    if (this.page.url().startsWith(this.#url)) await this.page.evaluate((url) => window.location.assign(url), target);
    else await this.page.goto(target);
    await expect(this.page).toHaveURL(target);
  }

  /** All text beside the menu, with white space collapsed. */
  async text(): Promise<string> {
    return (await this.page.locator("nz-content").innerText()).replaceAll(/\s+/g, " ");
  }

  /** A tab or a button in the content: the innermost of that name, which comes last. */
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
