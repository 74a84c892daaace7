// The pages, tabs and dialogs whose layout is checked: the screens of `npm run test:looks`, and
// others that need no image.
import { expect, type Page } from "@playwright/test";
import { hostileName } from "../../mocks/hostile-texts.ts";
import { WIDE_CHECKPOINT_ID, WIDE_JOB_ID } from "../../mocks/wide-cluster.ts";
import {
  ADAPTIVE_JOB,
  CLICKS_JOB,
  COUNTER,
  inspector,
  press,
  RECOVERED,
  RESCALED,
  RUNNING,
  type Screen,
  SCREENS,
  text,
} from "../looks/screens.ts";

/** A page in a certain state. */
type View = Pick<Screen, "cluster" | "hash" | "sign" | "prepare">;

const table = (name: string) => (page: Page) => page.getByRole("main").getByRole("table", { name, exact: true }).first();
const tabPanel = (name: RegExp) => (page: Page) => page.getByRole("tabpanel", { name });
const card = (page: Page) => page.getByRole("article").first();

const NAMES = "hostile-names";
const MANY = "many-vertices";
const RESCALE = "19885b0e7a2ce31129540251604b5e46";
const STOPPED_JOB = "860e56e34a4184b9abadb60e9ff9473d";
const FAILING = "flink-2.3.0/13-failing";
const WIDE_APPLICATION = "1ce331bd90bf2346f78dcef5edbcafff";
/** Its source is backpressured. */
const SLOW_JOB = "2944dff3ca9cdd0ca615bd7ba34caf4c";
const WIDE_VERTEX = "1".padStart(32, "0");

const JOBS = "many-jobs";

const OF_RECORDINGS: readonly View[] = [
  { cluster: JOBS, hash: `#/job/running/${SLOW_JOB}/overview`, sign: text("Backpressure HIGH") },
  { cluster: RUNNING, hash: "#/job-manager/config", sign: text("jobmanager.rpc.address") },
  { cluster: RUNNING, hash: "#/job-manager/stdout", sign: text("jobmanager.out") },
  { cluster: RUNNING, hash: "#/job-manager/profiler", sign: text("Profiler") },
  { cluster: RUNNING, hash: "#/task-manager/tm1/metrics", sign: table("Metrics") },
  { cluster: "flink-2.3.0/02-running", hash: "#/task-manager/tm1/logs", sign: (page) => page.getByRole("navigation", { name: "Files" }) },
  {
    cluster: RUNNING,
    hash: "#/task-manager/tm1/thread-dump",
    sign: text(/^A thread dump/),
    prepare: async (page) => {
      await press("Take thread dump")(page);
      await expect(text(/main/)(page)).toBeVisible();
    },
  },
  {
    cluster: FAILING,
    hash: `#/job/running/${WIDE_APPLICATION}/exceptions?view=grouped`,
    sign: (page) => page.getByRole("list", { name: "Groups of equal exceptions" }),
    prepare: async (page) => page.locator("summary").first().click(),
  },
  { cluster: FAILING, hash: "#/application/running", sign: table("Completed applications") },
  { cluster: FAILING, hash: `#/application/running/${WIDE_APPLICATION}/overview`, sign: table("Running jobs") },
  { cluster: FAILING, hash: `#/application/running/${WIDE_APPLICATION}/overview`, sign: table("Running jobs"), prepare: press(/^Cancel/) },
  { cluster: FAILING, hash: `#/application/completed/${CLICKS_JOB}/exceptions`, sign: tabPanel(/^Exceptions/) },
  { cluster: RUNNING, hash: "#/nowhere", sign: text(/nowhere/) },
  { cluster: RUNNING, hash: `#/job/running/${CLICKS_JOB}/exceptions`, sign: tabPanel(/^Exceptions/) },
  { cluster: RUNNING, hash: `#/job/running/${CLICKS_JOB}/backpressure?view=subtasks`, sign: table("All subtasks") },
  { cluster: RUNNING, hash: `#/job/running/${CLICKS_JOB}/history`, sign: (page) => page.getByRole("list", { name: "Events" }) },
  {
    cluster: RUNNING,
    hash: `#/job/running/${CLICKS_JOB}/checkpoints?checkpoint=45&view=operators`,
    sign: table("Subtasks of the operator"),
  },
  {
    cluster: RUNNING,
    hash: `#/job/running/${CLICKS_JOB}/checkpoints?view=compare&compare=44-45`,
    sign: table("Vertices of the two checkpoints"),
  },
  { cluster: RUNNING, hash: `#/job/running/${CLICKS_JOB}/overview?vertex=${COUNTER}&subtask=1`, sign: inspector(/ClickEvent Counter/) },
  { cluster: RUNNING, hash: `#/job/running/${CLICKS_JOB}/overview`, sign: card, prepare: press(/^Savepoint/) },
  { cluster: RUNNING, hash: `#/job/running/${CLICKS_JOB}/overview`, sign: card, prepare: press(/^Cancel/) },
  {
    cluster: "failing-calls",
    hash: "#/task-manager",
    sign: table("TaskManagers"),
    prepare: async (page) => expect(text(/ old$/)(page)).toBeVisible(),
  },
  { cluster: RECOVERED, hash: "#/job/running", sign: table("Running jobs") },
  {
    cluster: RESCALED,
    hash: `#/job/running/${ADAPTIVE_JOB}/rescales?rescale=${RESCALE}`,
    sign: (page) => page.getByRole("complementary"),
  },
  { cluster: RESCALED, hash: `#/job/running/${ADAPTIVE_JOB}/rescales?view=latest`, sign: text("Latest ignored") },
  { cluster: RESCALED, hash: `#/job/running/${ADAPTIVE_JOB}/rescales?view=summary`, sign: table("Durations of the rescales") },
  {
    // The recording of the first has no details of its rescales.
    cluster: "flink-2.3.0/22-rescale-under-way",
    hash: "#/job/running/1fc596b0d778f73fc9dee5acab8fd82c/rescales?rescale=a6b35da8fa615549559a36f7d947d44b&view=tables",
    sign: text("CreatingExecutionGraph"),
  },
  { cluster: "flink-2.3.0/recorded/stopped", hash: `#/job/completed/${STOPPED_JOB}/overview`, sign: card },
];

const WIDE_JOB = `#/job/running/${WIDE_JOB_ID}`;
const HOSTILE_TASK_MANAGER = `#/task-manager/${encodeURIComponent(hostileName(0))}`;

/** Pages with names that users chose. */
const OF_NAMES: readonly View[] = [
  { cluster: NAMES, hash: "#/overview", sign: table("Running jobs") },
  { cluster: NAMES, hash: "#/job/completed", sign: table("Finished jobs") },
  { cluster: NAMES, hash: "#/task-manager", sign: table("TaskManagers") },
  { cluster: NAMES, hash: `${HOSTILE_TASK_MANAGER}/metrics`, sign: (page) => page.getByRole("main").getByRole("term").first() },
  { cluster: NAMES, hash: `${WIDE_JOB}/overview`, sign: card },
  { cluster: NAMES, hash: `${WIDE_JOB}/overview?vertex=${WIDE_VERTEX}`, sign: (page) => page.getByRole("complementary") },
  { cluster: NAMES, hash: `${WIDE_JOB}/checkpoints`, sign: text("Latest completed") },
  { cluster: NAMES, hash: `${WIDE_JOB}/checkpoints?checkpoint=${String(WIDE_CHECKPOINT_ID)}`, sign: inspector(/Checkpoint 7/) },
  { cluster: NAMES, hash: `${WIDE_JOB}/checkpoints?view=latest`, sign: text("Latest restore") },
  { cluster: NAMES, hash: `${WIDE_JOB}/checkpoints?view=summary`, sign: table("Summary of the completed checkpoints") },
  {
    cluster: NAMES,
    hash: `${WIDE_JOB}/checkpoints?checkpoint=${String(WIDE_CHECKPOINT_ID)}&view=operators`,
    sign: table("Operators of the checkpoint"),
  },
  { cluster: NAMES, hash: `${WIDE_JOB}/exceptions`, sign: (page) => page.getByRole("list", { name: "Exceptions" }) },
  {
    cluster: NAMES,
    hash: `${WIDE_JOB}/exceptions?view=grouped`,
    sign: (page) => page.getByRole("list", { name: "Groups of equal exceptions" }),
    prepare: async (page) => page.locator("summary").first().click(),
  },
  { cluster: NAMES, hash: `${WIDE_JOB}/history`, sign: (page) => page.getByRole("list", { name: "Events" }) },
  { cluster: NAMES, hash: `${WIDE_JOB}/backpressure`, sign: tabPanel(/^Backpressure/) },
  { cluster: NAMES, hash: `${WIDE_JOB}/backpressure?view=subtasks`, sign: table("All subtasks") },
  { cluster: NAMES, hash: `${WIDE_JOB}/overview`, sign: card, prepare: press(/^Stop/) },
  { cluster: NAMES, hash: `${WIDE_JOB}/overview`, sign: card, prepare: press(/^Rescale/) },
];

/** A large graph, and many TaskManagers. */
const OF_MANY: readonly View[] = [
  { cluster: MANY, hash: "#/task-manager", sign: table("TaskManagers") },
  { cluster: MANY, hash: `${WIDE_JOB}/overview?vertex=${WIDE_VERTEX}`, sign: (page) => page.getByRole("complementary") },
  { cluster: MANY, hash: `${WIDE_JOB}/backpressure`, sign: tabPanel(/^Backpressure/) },
];

/** All views. */
export const VIEWS: readonly View[] = [...SCREENS, ...OF_RECORDINGS, ...OF_NAMES, ...OF_MANY];
