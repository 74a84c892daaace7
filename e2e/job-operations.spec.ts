// The operator's actions on the playground: savepoint, stop, start at another parallelism, rescale,
// a fault.
import type { Page } from "@playwright/test";
import { ask, clusterOf, waitForFact } from "./support/cluster.ts";
import { DashboardPage } from "./support/dashboard-page.ts";
import { expect, expectNoSeriousAxe, test } from "./support/test.ts";

async function openJob(page: Page): Promise<void> {
  await page.goto("/#/job/running");
  await page.getByRole("link", { name: "Click Event Count" }).first().click();
  await expect(page.getByRole("button", { name: "Stop", exact: true })).not.toHaveAttribute("aria-disabled", "true");
}

test("a savepoint is taken and named, and the job keeps running", async ({ page }) => {
  await openJob(page);
  await page.getByRole("button", { name: "Savepoint", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await expectNoSeriousAxe(page);
  await dialog.getByRole("button", { name: "Take savepoint" }).click();
  await expect(dialog.getByText(/^file:\/tmp\/flink-savepoints-directory\/savepoint-/)).toBeVisible();
  await dialog.getByRole("button", { name: "Close" }).click();
  await expect(page.getByText("RUNNING").first()).toBeVisible();
});

test("a job that was stopped starts again at 3, waits for a slot, and runs when a TaskManager is added", async ({ page }) => {
  await openJob(page);
  await page.getByRole("button", { name: "Stop", exact: true }).click();
  await page.getByRole("button", { name: "Stop with savepoint" }).click();
  await page.getByRole("dialog").getByRole("link", { name: "Start from savepoint" }).click();

  const form = page.getByRole("region", { name: "Submit a job" });
  await expect(form.getByLabel("Start from")).toHaveValue(/^file:/);
  await expectNoSeriousAxe(page);
  for (const text of ["0", "x"]) {
    await form.getByLabel("Parallelism").fill(text);
    await expect(form.getByRole("alert")).toContainText("Enter a whole number from 1 to 32,768.");
  }
  await form.getByLabel("Parallelism").fill("129");
  // The playground started the job, so its arguments need no confirmation.
  await expect(form.getByRole("checkbox", { name: "These arguments are right" })).toBeHidden();
  await form.getByRole("button", { name: "Submit job" }).click();
  await expect(form.getByRole("alert")).toContainText(
    "The maximum parallelism (128) of the restored state is lower than the configured parallelism (129).",
  );

  await form.getByLabel("Parallelism").fill("3");
  await form.getByRole("button", { name: "Submit job" }).click();
  await form.getByRole("link", { name: "Go to the job" }).click();
  await expect(page.getByText("The job waits for 1 slot.")).toBeVisible();
  await page.getByRole("button", { name: "Add a TaskManager" }).click();
  await expect(page.getByText("3 RUNNING").first()).toBeVisible();
  await expect(page.getByText("The job waits for 1 slot.")).toBeHidden();
});

test("a drain cuts windows, the proof says so, and its savepoint is deleted when no job needs it", async ({ page }) => {
  const dashboard = new DashboardPage(page);
  await openJob(page);
  await page.getByRole("button", { name: "Stop", exact: true }).click();
  await page.getByRole("checkbox", { name: /Drain/ }).check();
  await page.getByRole("button", { name: "Stop with savepoint" }).click();
  await page.getByRole("dialog").getByRole("link", { name: "Start from savepoint" }).click();
  const form = page.getByRole("region", { name: "Submit a job" });
  const path = await form.getByLabel("Start from").inputValue();
  await form.getByRole("button", { name: "Submit job" }).click();
  await form.getByRole("link", { name: "Go to the job" }).click();
  const whole = dashboard.proof.getByRole("button", { name: /^1000 cut by a drain$/ }).first();
  await whole.hover();
  await expect(page.getByRole("tooltip")).toHaveText(/^Cut by a drain: \d+ \+ \d+ = 1000\.$/);
  await expect(dashboard.proof).toContainText(/counts? (was|were) cut by a drain: the parts add up to 1000/);
  await expect(dashboard.proof).not.toContainText("does not hold");

  await dashboard.goTo("/submit");
  const row = page.getByRole("table", { name: "Savepoints" }).getByRole("row", { name: path.replace(/^.*\//, "") });
  await row.getByRole("button", { name: /^Delete/ }).click();
  const dialog = page.getByRole("dialog");
  await expectNoSeriousAxe(page);
  await dialog.getByRole("button", { name: "Delete" }).click();
  await expect(dialog.getByText(/^Deleted in/)).toBeVisible();
  await dialog.getByRole("button", { name: "Close" }).click();
  await expect(row).toBeHidden();
  const { savepoints } = await clusterOf(page).call("playgroundSavepoints", {}, {});
  expect(savepoints.map((savepoint) => savepoint.path)).not.toContain(path);
});

test("a second stop during one is rejected, unknown ids are reported, and the first stop completes", async ({ page }) => {
  const dashboard = new DashboardPage(page);
  const jobid = await dashboard.openOverview();
  // Both are sent before either can be answered.
  const [first, second] = await Promise.all([0, 1].map(() => ask(page, "POST", `/jobs/${jobid}/stop`, "{}")));
  const outcomeOf = (reply: string) =>
    waitForFact(page, "the stop has an outcome", async (cluster) => {
      const triggerid = String(JSON.parse(reply)["request-id"]);
      const { status, operation } = await cluster.call("savepointStatus", { jobid, triggerid }, {});
      return status.id === "COMPLETED" && (operation ?? undefined);
    });
  const outcomes = [await outcomeOf(first?.text ?? ""), await outcomeOf(second?.text ?? "")];
  expect(outcomes.filter(({ location }) => location !== undefined)).toHaveLength(1);
  // A savepoint of little state takes milliseconds, so the second one may find the first in
  // progress, or the job stopped.
  const refusal = outcomes.find(({ location }) => location === undefined)?.["failure-cause"]?.["stack-trace"];
  expect(refusal).toMatch(/in progress already|is not running/);
  expect((await clusterOf(page).call("job", { jobid }, {})).state).toBe("FINISHED");

  const unknown = "f".repeat(32);
  for (const target of [`/jobs/${jobid}/savepoints/${unknown}`, `/savepoint-disposal/${unknown}`, `/jobs/${unknown}`]) {
    const answer = await ask(page, "GET", target);
    expect([answer.status, JSON.parse(answer.text).errors[0]]).toEqual([404, expect.stringMatching(/\w/)]);
  }
});

test("rescaling stops the job and starts it at the requested parallelism", async ({ page }) => {
  await openJob(page);
  await page.getByRole("button", { name: "Rescale", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("New parallelism").fill("1");
  await expectNoSeriousAxe(page);
  await dialog.getByRole("button", { name: "Stop and start at 1" }).click();
  await dialog.getByRole("link", { name: "Go to the new job" }).click();
  await expect(page.getByText("1 RUNNING").first()).toBeVisible();
  // For a job that was started here, no confirmation is needed.
  await expect(page.getByRole("button", { name: "Rescale", exact: true })).not.toHaveAttribute("aria-disabled", "true");
  await page.getByRole("button", { name: "Rescale", exact: true }).click();
  await expect(page.getByText("As used when this browser started the job.")).toBeVisible();
});

test("a path that does not exist, and a file that is not a JAR, are rejected with the reason", async ({ page }) => {
  await page.goto("/#/submit");
  const form = page.getByRole("region", { name: "Submit a job" });
  await form.getByLabel("Start from").fill("file:/tmp/nowhere");
  // The job that wrote it is unknown, so its arguments are as well.
  await form.getByRole("checkbox", { name: "These arguments are right" }).check();
  await form.getByRole("button", { name: "Submit job" }).click();
  await expect(form.getByRole("alert")).toContainText("Cannot find checkpoint or savepoint file/directory '/tmp/nowhere'");
  await form.getByLabel("A JAR to upload").setInputFiles({ name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("no JAR") });
  await expect(form.getByText("Only Jar files are allowed.")).toBeVisible();
});

test("an exception of an operator is shown with its task, and the job recovers", async ({ page }) => {
  await openJob(page);
  await page.getByRole("tab", { name: /Exceptions/ }).click();
  await page.getByRole("button", { name: "Inject an exception" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Inject" }).click();
  await expect(dialog.getByText("throws on its next record.", { exact: false }).last()).toBeVisible();
  await dialog.getByRole("button", { name: "Close" }).click();
  await page.getByRole("link", { name: /^ClickEvent Counter \(\d\/2\)/ }).click();
  await expect(page.getByRole("complementary", { name: "Vertex ClickEvent Counter" })).toBeVisible();
  await expect(page.getByText("1 restart")).toBeVisible();
  await expect(page.getByText("2 RUNNING").first()).toBeVisible();
});
