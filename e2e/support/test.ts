import { AxeBuilder } from "@axe-core/playwright";
import { expect, test as plain, type Page } from "@playwright/test";
import { watchForProblems } from "./problem-guard.ts";

interface Options {
  /** Problems that a test causes on purpose, such as the log line of a rejected request. */
  allowedProblems: RegExp[];
}

/**
 * The `test` of every journey. It fails if the page logs an error, throws, violates its
 * Content-Security-Policy or sends a request to another origin.
 */
export const test = plain.extend<Options>({
  allowedProblems: [[], { option: true }],
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the pattern to learn what a fixture depends on.
  baseURL: async ({}, provide) => {
    await provide(process.env.DREY_URL);
  },
  page: async ({ page, baseURL, allowedProblems }, provide) => {
    const problems = await watchForProblems(page, new URL(baseURL ?? "").origin);
    await provide(page);
    const unexpected = problems.found.filter((problem) => !allowedProblems.some((allowed) => allowed.test(problem)));
    expect(unexpected, "problems in the page").toEqual([]);
  },
});

export { expect };

/** Fails on any serious or critical finding of axe in the current page, with rule and elements. */
export async function expectNoSeriousAxe(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).options({ resultTypes: ["violations"] }).analyze();
  const serious = violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, help, nodes }) => ({ id, help, elements: nodes.map((node) => node.target.join(" ")) }));
  expect(serious, "serious findings of axe").toEqual([]);
}
