// A cluster is upgraded from Flink 1.20 to 2.3 under a job that resumes from its savepoint. Both
// JobManagers have Drey in their lib/ and serve the page themselves, on plain http under a host
// name. The proof is read separately, from the playground API.
import { waitForFact } from "./support/cluster.ts";
import { DashboardPage } from "./support/dashboard-page.ts";
import { restoredOf } from "./support/facts.ts";
import { liveTest, pageUrlOf, PROGRAM_ARGUMENTS } from "./support/live-cluster-fixture.ts";
import { chooseOption, openLiveJob, startFrom, stopAndReturn } from "./support/operator.ts";
import { watchForProblems } from "./support/problem-guard.ts";
import { expectProofThrough, windowBeingFilled } from "./support/proof.ts";
import { expect, expectNoSeriousAxe } from "./support/test.ts";

const test = liveTest({ flink: "1.20", dropIn: true });

// The JobManager is killed on purpose, and every request fails while it is down. Unknown objects
// give a 404.
test.use({ allowedProblems: [/^console: Failed to load resource:/] });

test("a savepoint of 1.20 starts the job on 2.3: every count is 1000", async ({ page, live }) => {
  const dashboard = new DashboardPage(page);
  const jid = await dashboard.openJob();
  expect(await page.evaluate(() => isSecureContext)).toBe(false);
  await expect(dashboard.vertex("ClickEvent Counter")).toContainText("2 RUNNING");
  await expect(page.getByText("Flink 1.20.5").first()).toBeVisible();
  await expect(dashboard.containers, "a cluster without the playground API has no playground panel").toHaveCount(0);
  await expectNoSeriousAxe(page);
  // There is no clipboard API. The browser's copy command may work; otherwise the page names the
  // keys.
  await page.getByRole("button", { name: `Job ID ${jid}, copy` }).click();
  await expect(page.getByRole("status").filter({ hasText: /^(Copied|No clipboard access .*press Ctrl\+C.*)$/ })).toBeAttached();

  const form = await stopAndReturn(dashboard);
  const savepoint = await form.getByLabel("Start from").inputValue();
  const changedAtMs = Date.now();
  await live.changeFlink("2.3");
  await waitForFact(
    page,
    "Flink 2.3 answers under the same address",
    async (cluster) => (await cluster.call("overview", {}, {}))["flink-version"] === "2.3.0",
  );
  await expect(form.getByLabel("Start from"), "what was filled in is there still").toHaveValue(savepoint);
  // A JAR of 1.20 may be listed too, but its connector does not run on 2.x.
  const jar = await waitForFact(page, "the JAR for 2.3 is listed", async (cluster) => {
    const { files } = await cluster.call("jars", {}, {});
    return files.find(({ uploaded }) => uploaded > changedAtMs);
  });
  // Where two JARs have the same name, the options have their ids too.
  const option = new RegExp(`^${jar.name.replaceAll(".", "\\.")}( \\(${jar.id.slice(0, 8)}\\))?$`);
  await chooseOption(form.getByRole("combobox", { name: "JAR", exact: true }), option);
  await form.getByLabel("Program arguments").fill(PROGRAM_ARGUMENTS);
  const { jid: upgraded } = await startFrom(form, jid);
  const restored = await waitForFact(page, "it says from where it began", (cluster) => restoredOf(cluster, upgraded));
  expect(restored).toMatchObject({ is_savepoint: true, external_path: savepoint });
  await expect(page.getByText("Flink 2.3.0").first()).toBeVisible();

  const proving = new DashboardPage(await page.context().newPage());
  await page.close();
  const problems = await watchForProblems(proving.page, pageUrlOf(live));
  await proving.page.goto(pageUrlOf(live));
  await openLiveJob(proving);
  await expectProofThrough(proving, await windowBeingFilled(proving.page));
  expect(problems.found.filter((problem) => !/Failed to load resource/.test(problem))).toEqual([]);
});
