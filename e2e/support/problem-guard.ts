import type { Page } from "@playwright/test";

/** Problems that no journey may cause, collected as sentences while a page is open. */
export interface Problems {
  /** Everything seen so far, in order. */
  readonly found: readonly string[];
}

const violationBinding = "reportPolicyViolation";

/**
 * Monitors a page, before it navigates, for errors in its console and its workers' consoles,
 * uncaught errors, violations of the Content-Security-Policy, and requests to any origin but
 * `origin`.
 */
export async function watchForProblems(page: Page, origin: string): Promise<Problems> {
  const found: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") found.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => {
    found.push(`uncaught: ${error.message}`);
  });
  page.on("request", (request) => {
    const url = new URL(request.url());
    const isOurs = url.origin === origin || url.protocol === "data:" || url.protocol === "blob:";
    if (!isOurs) found.push(`third party: ${request.method()} ${request.url()}`);
  });
  await page.exposeFunction(violationBinding, (text: string) => {
    found.push(`policy: ${text}`);
  });
  await page.addInitScript((binding) => {
    document.addEventListener("securitypolicyviolation", (event) => {
      const report: unknown = Reflect.get(globalThis, binding);
      if (typeof report === "function") report(`${event.violatedDirective} blocked ${event.blockedURI || "inline"}`);
    });
  }, violationBinding);
  return { found };
}
