import { clusterOf, waitForFact } from "./support/cluster.ts";
import { runningJob } from "./support/facts.ts";
import { serveCopy, type ServedCopy } from "./support/serve-copy.ts";
import { expect, expectNoSeriousAxe, test as journey } from "./support/test.ts";

const test = journey.extend<{ copy: ServedCopy }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the pattern to learn what a fixture depends on.
  copy: async ({}, provide) => {
    const copy = await serveCopy();
    await provide(copy);
    await copy.close();
  },
  baseURL: ({ copy }, provide) => provide(copy.url),
});

test.describe("a worker that cannot start", () => {
  // The browser's log line about the missing script.
  test.use({ allowedProblems: [/^console: Failed to load resource/] });

  for (const { name, script } of [
    { name: "the supervisor's", script: /supervisor\.worker/ },
    { name: "a container's", script: /container\.worker/ },
  ]) {
    test(`${name} script that is missing is reported, and reloading tries again`, async ({ page, copy }) => {
      copy.lose(script);
      await page.goto("/");
      await expect(page.getByRole("heading", { level: 1, name: "The cluster could not start" })).toBeVisible();
      await expect(page.getByRole("alert")).toContainText(/could not (start the worker|load the script)/);
      await expect(page.getByRole("alert")).toContainText("Reload the page");
      await expectNoSeriousAxe(page);

      copy.lose(undefined);
      await page.getByRole("button", { name: "Reload" }).click();
      await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
      await waitForFact(page, "all tasks are RUNNING", runningJob);
    });
  }

  test("a browser without workers gets advice", async ({ page }) => {
    await page.addInitScript(() => Reflect.deleteProperty(globalThis, "Worker"));
    await page.goto("/");
    await expect(page.getByRole("heading", { level: 1, name: "The cluster cannot run in this browser" })).toBeVisible();
    await expect(page.getByRole("alert")).toContainText("Use a current version of Chromium, Firefox or Safari.");
  });
});

test("an invalid drey.json is reported", async ({ page }) => {
  await page.route("**/drey.json", (route) => route.fulfill({ contentType: "application/json", body: `{"backends": "all"}` }));
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1, name: "Drey does not know which cluster to show" })).toBeVisible();
  await expect(page.getByRole("alert")).toContainText("drey.json");
});

test.describe("a remote cluster that does not answer", () => {
  test.use({ allowedProblems: [/^console: Failed to load resource/] });

  test("is reported, and the dashboard keeps trying", async ({ page }) => {
    await page.route("**/drey.json", (route) =>
      route.fulfill({
        contentType: "application/json",
        body: `{"backends": [{"kind": "http", "url": "./nowhere/", "label": "Elsewhere"}]}`,
      }),
    );
    await page.goto("/");
    await expect(page.getByRole("heading", { name: "Elsewhere is not Flink" })).toBeVisible();
    await expect(page.getByRole("button", { name: "Cluster: Elsewhere" })).toContainText("no reply yet");
    await expect(page.getByRole("banner")).toContainText("errors");
    await expect(page.getByRole("main").getByRole("button", { name: "Try again" }).first()).toBeVisible();
    await page.waitForRequest(/nowhere\/config/);
  });
});

test.describe("a browser without storage", () => {
  test("shows the cluster, and changes the theme until the page is left", async ({ page }) => {
    await page.addInitScript(() => {
      const refuse = (): never => {
        throw new DOMException("The operation is insecure.", "SecurityError");
      };
      for (const name of ["localStorage", "sessionStorage", "indexedDB"]) Object.defineProperty(globalThis, name, { get: refuse });
    });
    await page.goto("/");
    await waitForFact(page, "all tasks are RUNNING", runningJob);
    await expect(page.getByRole("main")).toContainText("Click Event Count");
    const toggle = page.getByRole("button", { name: /^Theme/ });
    await toggle.click();
    await expect(page.locator("html")).toHaveAttribute("data-theme", "light");
    await toggle.hover();
    await expect(page.getByRole("tooltip")).toContainText("does not store settings");
    expect(await clusterOf(page).call("overview", {}, {})).toMatchObject({ "jobs-running": 1 });
  });
});
