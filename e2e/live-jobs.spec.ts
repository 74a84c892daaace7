// Jobs other than the playground's: a pattern, SQL, a batch, 300 vertices, one that fails with
// hostile text, and on 1.20 a data set. Each is submitted through the page's own form to a Flink
// without the playground's containers, and the same pages show it.
import type { Locator, Page } from "@playwright/test";
import { vertexTitle } from "../src/domain/vertex-name.ts";
import type { Job } from "../src/rest/jobs.ts";
import type { JobStatus } from "../src/rest/states.ts";
import { clusterOf, waitForFact } from "./support/cluster.ts";
import { DashboardPage } from "./support/dashboard-page.ts";
import { jobDetails } from "./support/facts.ts";
import { liveTest } from "./support/live-cluster-fixture.ts";
import { type Submission, submitJob } from "./support/submit-job.ts";
import { expect, expectNoSeriousAxe } from "./support/test.ts";

const test = liveTest({ flink: "2.3", flinkOnly: true });
const testOn120 = liveTest({ flink: "1.20", flinkOnly: true });

/**
 * The browser's log lines for temporary errors of Flink: 404 for a job that its cache does not know
 * yet, 500 ("No value present") for the backpressure of a task without metrics yet, and 400 for an
 * invalid request of a test.
 */
const allowedProblems = [/^console: Failed to load resource: the server responded with a status of (400|404|500)/];

for (const each of [test, testOn120]) {
  each.use({ allowedProblems });
  each.afterEach(async ({ page }) => {
    const cluster = clusterOf(page);
    const { jobs } = await cluster.call("jobsOverview", {}, {});
    for (const { jid } of jobs.filter((job) => job["end-time"] < 0)) await cluster.call("cancelJob", { jobid: jid }, { mode: "cancel" });
    await waitForFact(page, "all slots are free", async () => {
      const overview = await cluster.call("overview", {}, {});
      return overview["slots-available"] === overview["slots-total"];
    });
  });
}

/**
 * Submits the job, opens its page and waits for that state, and for all tasks to run if it is
 * RUNNING. Returns the cluster's details of it.
 */
async function submitAndSee(page: Page, submission: Submission, state: JobStatus): Promise<Job> {
  const form = await submitJob(page, submission);
  await form.getByRole("link", { name: "Go to the job" }).click();
  const jobid = /job\/\w+\/(\w+)/.exec(page.url())?.[1] ?? "";
  return waitForFact(page, `the job is ${state}`, async (cluster) => {
    const job = await jobDetails(cluster, jobid);
    const isWhole = state !== "RUNNING" || job.vertices.every(({ status }) => status === "RUNNING" || status === "FINISHED");
    return job.state === state && isWhole && job;
  });
}

/** The bar, the graph and the table show the cluster's values of the job. */
async function expectShown(dashboard: DashboardPage, job: Job, counts: (vertex: Job["vertices"][number]) => string): Promise<void> {
  await expect(dashboard.heading(job.name)).toBeVisible();
  await expect(dashboard.bar).toContainText(job.state);
  await expect(dashboard.tab("Vertices")).toContainText(String(job.vertices.length));
  for (const vertex of job.vertices) await expect(dashboard.vertex(vertex.name)).toContainText(counts(vertex));
  await expect(dashboard.graph.getByRole("article")).toHaveCount(job.vertices.length);
}

const runs = ({ parallelism }: Job["vertices"][number]): string => `${String(parallelism)} RUNNING`;
const hasEnded = ({ parallelism }: Job["vertices"][number]): string => `${String(parallelism)} FINISHED`;

/** Presses the vertex in the graph and returns its inspector. */
async function inspect(dashboard: DashboardPage, name: string): Promise<Locator> {
  await dashboard.vertex(name).getByRole("button").first().click();
  return dashboard.inspector(`Vertex ${vertexTitle(name)}`);
}

test("a CEP pattern: chains of operators, checkpoints, records in and out", async ({ page, live }) => {
  const dashboard = new DashboardPage(page);
  const submission = { jar: live.jobJar, entryClass: "drey.jobs.PatternJob", parallelism: 2 };
  const job = await submitAndSee(page, submission, "RUNNING");
  expect(job.name).toBe("Purchases by a pattern");
  await expectShown(dashboard, job, runs);
  await expect(dashboard.containers, "a cluster without the playground API has no playground panel").toHaveCount(0);
  await expect(dashboard.vertex("Purchases -> Nowhere: Writer")).toContainText(/Records in[1-9]\d*(\.\d)? \/s/);
  await expect(dashboard.graph).toContainText("HASH");
  await expect(dashboard.graph).toContainText(/Checkpoint \d+ completed/);
  const inspector = await inspect(dashboard, "Source: Sequence Source -> Pace -> Visits -> Timestamps/Watermarks");
  await expect(inspector).toContainText(/Source: Sequence Source\s+\+- Pace\s+\+- Visits\s+\+- Timestamps\/Watermarks/);
  await expect(inspector.getByRole("row").filter({ hasText: "RUNNING" })).toHaveCount(2);
  await expectNoSeriousAxe(page);
});

test("a SQL query with a session window: its plan is shown as text", async ({ page, live }) => {
  const dashboard = new DashboardPage(page);
  const submission = { jar: live.jobJar, entryClass: "drey.jobs.SessionJob", parallelism: 2 };
  const job = await submitAndSee(page, submission, "RUNNING");
  expect(job.name).toBe("insert-into_default_catalog.default_database.sessions");
  await expectShown(dashboard, job, runs);
  const window = job.vertices.find(({ name }) => name.includes("WindowAggregate"));
  expect(window).toBeDefined();
  const inspector = await inspect(dashboard, window?.name ?? "");
  await expect(inspector).toContainText("window=[SESSION(time_col=[seen], gap=[500 ms], partition keys=[visitor])]");
  await expect(dashboard.vertex(window?.name ?? "")).toContainText(/Records in[1-9]\d*(\.\d)? \/s/);
});

// 18 words in four lines, 9 of them different; a data set's are combined before they are sent.
for (const { name, each, entryClass, jobName, last, received } of [
  {
    name: "a bounded WordCount",
    each: test,
    entryClass: "drey.jobs.WordCount",
    jobName: "Word count",
    last: "Sums → Sink: Standard output",
    received: "18",
  },
  {
    name: "on 1.20 a DataSet job",
    each: testOn120,
    entryClass: "drey.jobs.DataSetJob",
    jobName: "Word count as a data set",
    last: "Reduce (Sums)",
    received: "9",
  },
]) {
  each(`${name} ends by itself, and no checkpoints of a batch job are requested`, async ({ page, live }) => {
    const dashboard = new DashboardPage(page);
    const job = await submitAndSee(page, { jar: live.jobJar, entryClass, parallelism: 2 }, "FINISHED");
    const askedInVain: string[] = [];
    page.on("request", (request) => {
      if (request.url().includes(`${job.jid}/checkpoints`)) askedInVain.push(request.url());
    });
    expect([job.name, job["job-type"]]).toEqual([jobName, "BATCH"]);
    await page.reload();
    await expectShown(dashboard, job, hasEnded);
    await expect(dashboard.tab("Checkpoints")).toHaveCount(0);
    await expect(dashboard.tab("Exceptions")).toContainText("0");
    const row = dashboard.main.getByRole("table", { name: "Vertices" }).getByRole("row").filter({ hasText: last });
    await expect(row.getByRole("cell", { name: received, exact: true }).first()).toBeVisible();
    expect(askedInVain).toEqual([]);
    await page.getByRole("link", { name: "Start again" }).click();
    const form = page.getByRole("region", { name: "Submit a job" });
    await expect(form.getByLabel("Entry class"), "what was started here is remembered").toHaveValue(entryClass);
    await dashboard.goTo("/overview");
    await expect(dashboard.main.getByRole("row").filter({ hasText: jobName })).toContainText("FINISHED");
  });
}

test("300 vertices, one of them with 60 inputs: each is in the graph and can be inspected", async ({ page, live }) => {
  const dashboard = new DashboardPage(page);
  const submission = { jar: live.jobJar, entryClass: "drey.jobs.WideJob", parallelism: 1 };
  const job = await submitAndSee(page, submission, "RUNNING");
  const meeting = job.vertices.find(({ name }) => name === "Meeting of all");
  const inputs = job.plan.nodes.find(({ id }) => id === meeting?.id)?.inputs ?? [];
  expect([job.vertices.length, inputs.length]).toEqual([300, 60]);
  await expect(dashboard.heading(job.name)).toBeVisible();
  await expect(dashboard.tab("Vertices")).toContainText("300");
  await expect(dashboard.graph.getByRole("img", { name: /^Graph of 300 vertices/ })).toHaveAttribute("data-vertices", "300");
  await dashboard.goTo(`/job/running/${job.jid}/overview?vertex=${meeting?.id ?? ""}`);
  const inspector = dashboard.inspector("Vertex Meeting of all");
  await expect(inspector).toContainText(/Records in\s*[1-9]/);
  await expect(inspector).toContainText("RUNNING");
  await expect(dashboard.graph.getByRole("button", { name: /^Meeting of all: / })).toHaveAttribute("aria-pressed", "true");
  const backpressure = await dashboard.openTab("Backpressure");
  await expect(backpressure.getByRole("table", { name: "Backpressure" })).toContainText("Source: Numbers");
});

/** The text of HostileJob, as it must be displayed. */
const MARKUP = `<img src=x onerror="window.hostile=1"><script>window.hostile=1</script>`;
const TURNED = "⟨U+202E⟩desrever si siht⟨U+202C⟩";
const ESCAPES = "␛[31mred␛[0m␇";

test("a job that fails: name, description and exception are shown as text", async ({ page, live }) => {
  const dashboard = new DashboardPage(page);
  const submission = { jar: live.jobJar, entryClass: "drey.jobs.HostileJob", parallelism: 1 };

  const refused = await submitJob(page, { ...submission, programArguments: "--in-main" });
  await expect(refused, "the form shows the main method's exception").toContainText(MARKUP);
  await expect(refused).toContainText(TURNED);

  const { vertices } = await submitAndSee(page, submission, "FAILED");
  await expect(dashboard.heading(MARKUP + TURNED)).toBeVisible();
  await expect(dashboard.bar).toContainText("FAILED");
  await expect(dashboard.graph).toContainText(`Cause: IllegalStateException: ${MARKUP}${ESCAPES}${TURNED}`);
  const [vertex] = vertices;
  const inspector = await inspect(dashboard, vertex?.name ?? "");
  await expect(inspector.getByRole("heading", { level: 2 })).toContainText(`Source: Sequence Source → ${MARKUP} → ${TURNED}: Writer`);
  await expect(inspector).toContainText(`+- ${MARKUP}`);
  const exceptions = await dashboard.openTab("Exceptions");
  const thrown = exceptions.getByRole("group").filter({ hasText: "IllegalStateException" }).last();
  await thrown.locator("summary").click();
  await expect(thrown.getByLabel("Stack trace of IllegalStateException")).toContainText(
    `${MARKUP}${ESCAPES}${TURNED}${" and on".repeat(1500)}`,
  );
  await expectNoSeriousAxe(page);
  await dashboard.goTo("/overview");
  await expect(dashboard.main.getByRole("link", { name: MARKUP + TURNED })).toBeVisible();
  expect(await page.evaluate(() => "hostile" in window), "nothing of it was run").toBe(false);
});
