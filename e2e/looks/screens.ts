// The screens of which `npm run test:looks` takes screenshots: pages and tabs over recorded clusters, at the sizes where their layout differs.
import { expect, type Locator, type Page } from "@playwright/test";
import { WIDE_JOB_ID } from "../../mocks/wide-cluster.ts";

export const RUNNING = "flink-2.3.0/02-running-warm-metrics";
export const RECOVERED = "flink-2.3.0/recorded/recovered-at-3";
const WAITING = "flink-2.3.0/recorded/waiting-for-slots";
const FAILING = "flink-2.3.0/13-failing";
const BACKPRESSURED = "flink-2.3.0/14-backpressured-warm-metrics";
export const RESCALED = "flink-2.3.0/17-rescaled-to-3";

export const CLICKS_JOB = "f4d5b097a90a7d463e51caafbe30028a";
const WAITING_JOB = "860e56e34a4184b9abadb60e9ff9473d";
const FAILING_JOB = "1ce331bd90bf2346f78dcef5edbcafff";
const BACKPRESSURED_JOB = "f91d2192f6bb8f2d2f57f19011c778be";
export const ADAPTIVE_JOB = "6827177720ff5f1805746f41468301e4";
export const COUNTER = "0da08f51eaa85fc298e176a139b3649a";
const SLOW_OPERATOR = "59fa767824610e31f4a11d6125e09bf4";

/**
 * Light and dark at 1440 × 900 show every screen. The other sizes show only screens whose layout
 * differs there.
 */
export const SIZES = {
  wide: { width: 1440, height: 900 },
  laptop: { width: 1280, height: 720 },
  phone: { width: 390, height: 844 },
} as const;

/** A page in a certain state. */
export interface Screen {
  /** The name of its images. */
  readonly name: string;
  /** A recorded cluster, by its id in the cluster picker. */
  readonly cluster: string;
  readonly hash: string;
  /** An element that is visible only once the screen has its data. */
  readonly sign: (page: Page) => Locator;
  /** Actions before the screenshot. */
  readonly prepare?: (page: Page) => Promise<void>;
  /** Its wide image is in light only: in dark the same colours are in other images. */
  readonly isLightOnly?: true;
  /** Light only, beside the wide ones. */
  readonly alsoAt?: readonly Exclude<keyof typeof SIZES, "wide">[];
}

export const text = (words: string | RegExp) => (page: Page) => page.getByRole("main").getByText(words).filter({ visible: true }).first();
const vertex = (name: string) => (page: Page) => page.getByRole("article", { name, exact: true });
export const inspector = (name: RegExp) => (page: Page) => page.getByRole("complementary", { name });
export const press = (name: string | RegExp) => async (page: Page) => page.getByRole("button", { name }).first().click();

export const SCREENS: readonly Screen[] = [
  { name: "overview", cluster: FAILING, hash: "#/overview", sign: text("Wide 12"), alsoAt: ["laptop", "phone"] },
  { name: "jobs-finished", cluster: RECOVERED, hash: "#/job/completed", sign: text("FINISHED") },
  {
    name: "job",
    cluster: RUNNING,
    hash: `#/job/running/${CLICKS_JOB}/overview`,
    sign: vertex("ClickEvent Counter"),
    alsoAt: ["laptop", "phone"],
  },
  {
    name: "job-vertex",
    cluster: RUNNING,
    hash: `#/job/running/${CLICKS_JOB}/overview?vertex=${COUNTER}`,
    sign: inspector(/ClickEvent Counter/),
    alsoAt: ["laptop", "phone"],
  },
  {
    name: "job-waiting",
    cluster: WAITING,
    hash: `#/job/running/${WAITING_JOB}/overview`,
    sign: vertex("ClickEvent Counter"),
    alsoAt: ["phone"],
  },
  {
    name: "job-rates",
    cluster: "made-up",
    hash: `#/job/running/${WIDE_JOB_ID}/overview`,
    sign: (page) => page.getByRole("article").first(),
    prepare: async (page) => expect(page.locator("[data-skeleton]")).toHaveCount(0),
  },
  { name: "job-failing", cluster: FAILING, hash: `#/job/running/${FAILING_JOB}/overview`, sign: vertex("step 0.3") },
  {
    name: "checkpoints",
    cluster: RUNNING,
    hash: `#/job/running/${CLICKS_JOB}/checkpoints`,
    sign: text("Latest completed"),
    alsoAt: ["laptop", "phone"],
  },
  { name: "checkpoint", cluster: RUNNING, hash: `#/job/running/${CLICKS_JOB}/checkpoints?checkpoint=44`, sign: inspector(/Checkpoint 44/) },
  {
    name: "backpressure",
    cluster: BACKPRESSURED,
    hash: `#/job/running/${BACKPRESSURED_JOB}/backpressure`,
    sign: text("Backpressure Operator"),
  },
  {
    name: "flame-graph",
    cluster: "flame-graph",
    hash: `#/job/running/${BACKPRESSURED_JOB}/flamegraph?vertex=${SLOW_OPERATOR}`,
    sign: (page) => page.getByRole("group", { name: "Flame graph" }),
  },
  {
    name: "exceptions",
    cluster: FAILING,
    hash: `#/job/running/${FAILING_JOB}/exceptions`,
    sign: text("java.lang.IllegalStateException"),
    alsoAt: ["phone"],
  },
  { name: "rescales", cluster: RESCALED, hash: `#/job/running/${ADAPTIVE_JOB}/rescales`, sign: text(/COMPLETED/) },
  {
    name: "playground",
    cluster: "fake-playground",
    hash: `#/job/running/${CLICKS_JOB}/overview`,
    sign: vertex("ClickEvent Counter"),
    prepare: async (page) => {
      const show = page.getByRole("button", { name: "Show playground" });
      if (await show.isVisible()) await show.click();
    },
    alsoAt: ["laptop"],
  },
  {
    name: "output",
    cluster: "fake-playground",
    hash: `#/job/running/${CLICKS_JOB}/output`,
    sign: text("/shop"),
    isLightOnly: true,
  },
  { name: "task-managers", cluster: RECOVERED, hash: "#/task-manager", sign: text("taskmanager-1"), alsoAt: ["phone"] },
  { name: "job-manager", cluster: RUNNING, hash: "#/job-manager/metrics", sign: text(/Heap/) },
  { name: "log", cluster: "flink-2.3.0/02-running", hash: "#/job-manager/logs", sign: text(/INFO/) },
  {
    name: "threads",
    cluster: RUNNING,
    hash: "#/job-manager/thread-dump",
    sign: text(/^A thread dump/),
    prepare: async (page) => {
      await press("Take thread dump")(page);
      await expect(text(/main/)(page)).toBeVisible();
    },
  },
  { name: "submit", cluster: RECOVERED, hash: "#/submit", sign: text("Program arguments") },
  {
    name: "stop-dialog",
    cluster: RUNNING,
    hash: `#/job/running/${CLICKS_JOB}/overview`,
    sign: vertex("ClickEvent Counter"),
    prepare: press(/^Stop/),
  },
  {
    name: "rescale-dialog",
    cluster: RUNNING,
    hash: `#/job/running/${CLICKS_JOB}/overview`,
    sign: vertex("ClickEvent Counter"),
    prepare: press(/^Rescale/),
  },
  { name: "cluster-picker", cluster: RUNNING, hash: "#/overview", sign: text("Click Event Count"), prepare: press(/^Cluster:/) },
  {
    name: "unknown-job",
    cluster: RUNNING,
    hash: `#/job/running/${"0".repeat(32)}/overview`,
    sign: text(/no such job/i),
    isLightOnly: true,
  },
];
