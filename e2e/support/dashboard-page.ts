import { expect, type Locator, type Page } from "@playwright/test";
import { vertexTitle } from "../../src/domain/vertex-name.ts";
import { hangMs, waitForFact } from "./cluster.ts";
import { checkpointsOf, runningJob } from "./facts.ts";

/** The tabs of a job's page by their labels. */
export type JobTab = "Vertices" | "Checkpoints" | "Exceptions" | "Flame graph" | "Output" | "Backpressure" | "History";

/**
 * The dashboard from a user's point of view: the content of the screen and the actions, by their
 * labels.
 */
export class DashboardPage {
  readonly page: Page;
  readonly main: Locator;
  /** The rack of containers in the playground panel. */
  readonly containers: Locator;
  readonly proof: Locator;
  /** The graph, with the latest incident above it. */
  readonly graph: Locator;

  constructor(page: Page) {
    this.page = page;
    this.main = page.getByRole("main");
    this.containers = this.main.getByRole("region", { name: "Containers" });
    this.proof = this.main.getByRole("region", { name: "Exactly-once proof" });
    this.graph = this.main.getByRole("region", { name: "Job graph" });
  }

  /** Opens the overview of a new cluster and waits until the job runs. Returns the job's id. */
  async openOverview(): Promise<string> {
    await this.page.goto("/");
    await expect(this.heading("Overview")).toBeVisible();
    const { jid } = await waitForFact(this.page, "all tasks are RUNNING", runningJob);
    return jid;
  }

  /**
   * Opens a new cluster and its job's page as a visitor does, and waits for the first checkpoint.
   * Returns the job's id.
   */
  async openJob(): Promise<string> {
    const jid = await this.openOverview();
    await this.main.getByRole("link", { name: "Click Event Count" }).first().click();
    await expect(this.heading("Click Event Count")).toBeVisible();
    await waitForFact(this.page, "a checkpoint is completed", async (cluster) => (await checkpointsOf(cluster, jid)).counts.completed > 0);
    return jid;
  }

  /** Navigates within the app without reloading it. */
  async goTo(hash: string): Promise<void> {
    await this.page.evaluate((target) => {
      window.location.hash = target;
    }, hash);
  }

  /** The page's own heading in the bar. */
  heading(name: string): Locator {
    return this.page.getByRole("heading", { level: 1, name });
  }

  /** The bar's text about the job: `RUNNING`, `RESTARTING`, `RUNNING, 0 of 8 tasks`. */
  get bar(): Locator {
    return this.page.getByRole("banner");
  }

  tab(name: JobTab): Locator {
    return this.main.getByRole("tablist", { name: "Job details" }).getByRole("tab", { name: new RegExp(`^${name}`) });
  }

  async openTab(name: JobTab): Promise<Locator> {
    await this.tab(name).click();
    const panel = this.main.getByRole("tabpanel", { name: new RegExp(`^${name}`) });
    await expect(panel).toBeVisible();
    return panel;
  }

  /** A vertex in the graph. */
  vertex(name: string): Locator {
    return this.main.getByRole("article", { name: vertexTitle(name), exact: true });
  }

  /** The inspector of the selected vertex or checkpoint. */
  inspector(name: string | RegExp): Locator {
    return this.main.getByRole("complementary", { name });
  }

  /** A container in the rack. */
  container(name: string): Locator {
    return this.containers.getByRole("listitem", { name, exact: true });
  }

  /** The switch of a container in either state. */
  switchOf(name: string): Locator {
    return this.container(name).getByRole("switch");
  }

  async kill(name: string): Promise<void> {
    await this.containers.getByRole("switch", { name, exact: true, checked: true }).click();
  }

  async start(name: string): Promise<void> {
    await this.containers.getByRole("switch", { name, exact: true, checked: false }).click();
  }

  async addTaskManager(): Promise<void> {
    await this.containers.getByRole("button", { name: "Add TaskManager" }).click();
  }

  async removeTaskManager(): Promise<void> {
    await this.containers.getByRole("button", { name: "Remove a TaskManager" }).click();
  }

  /** Presses reset. Returns the confirmation dialog. */
  async askForReset(): Promise<Locator> {
    await this.containers.getByRole("button", { name: "Reset the playground" }).click();
    const dialog = this.page.getByRole("dialog", { name: "Reset the playground" });
    await expect(dialog).toBeVisible();
    return dialog;
  }

  /**
   * Moves the generator's slider with arrow keys until it shows these words, and waits until the
   * generator reports that pace. A key press may happen while the slider moves to the reported
   * value, and is then repeated.
   */
  async setPace(words: keyof typeof PACES): Promise<void> {
    const slider = this.containers.getByRole("slider", { name: "Records per second" });
    const wanted = PACES[words];
    await expect(async () => {
      const names = Object.keys(PACES);
      const steps = names.indexOf(words) - names.indexOf((await slider.getAttribute("aria-valuetext")) ?? "");
      for (let step = 0; step < Math.abs(steps); step++) await slider.press(steps > 0 ? "ArrowRight" : "ArrowLeft");
      await expect(slider).toHaveAttribute("aria-valuetext", words, { timeout: 1000 });
    }).toPass({ timeout: hangMs() });
    await waitForFact(this.page, `the generator goes at ${words}`, async (cluster) => {
      return (await cluster.call("generator", {}, {})).recordsPerSecond === wanted;
    });
  }
}

/** The slider's steps from the left, as far as the journeys use them. */
const PACES = {
  paused: 0,
  "40 records/s": 40,
  "100 records/s": 100,
  "200 records/s": 200,
  "400 records/s": 400,
  "500 records/s": 500,
  "1,000 records/s": 1000,
  "2,000 records/s": 2000,
  "4,000 records/s": 4000,
} as const;
