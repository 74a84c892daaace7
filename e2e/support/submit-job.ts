// Submits a program through the page's own form.
import { parse } from "node:path";
import type { Locator, Page } from "@playwright/test";
import { expect } from "./test.ts";

/** The values of the form. */
export interface Submission {
  /** The path of the JAR to upload. */
  readonly jar: string;
  readonly entryClass: string;
  readonly parallelism: number;
  readonly programArguments?: string;
}

/**
 * Uploads the JAR, fills in the form and presses its button. Returns the form, which then shows the
 * result.
 */
export async function submitJob(page: Page, { jar, entryClass, parallelism, programArguments }: Submission): Promise<Locator> {
  await page.goto("#/submit");
  const form = page.getByRole("region", { name: "Submit a job" });
  const uploaded = page.waitForResponse((reply) => reply.url().endsWith("/jars/upload"));
  await form.getByLabel("A JAR to upload").setInputFiles(jar);
  // Only its status, because the browser may have dropped the body of a reply that the page has
  // read.
  await uploaded;
  const { base } = parse(jar);
  const chosen = form.getByRole("combobox", { name: "JAR", exact: true });
  await expect(chosen, "the JAR that was uploaded is chosen").toContainText(base);
  await form.getByLabel("Entry class").fill(entryClass);
  // The form keeps what was typed for the previous job.
  await form.getByLabel("Program arguments").fill(programArguments ?? "");
  await form.getByLabel("Parallelism").fill(String(parallelism));
  await form.getByRole("button", { name: "Submit job" }).click();
  return form;
}
