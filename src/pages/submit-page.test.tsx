import { screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";

import type { Transport } from "../client/transport.ts";
import { chooseOption } from "../testing/choose-option.ts";
import { backendOver, recordedTransport, renderWithBackend } from "../testing/recorded-backend.tsx";
import { type ReplyCase, withCases } from "../testing/reply-cases.ts";
import { installPageFrame } from "../testing/page-frame.ts";
import { scriptedCluster, type ScriptedAnswer } from "../testing/scripted-cluster.ts";
import { BarSlotContext } from "../ui/bar-slot.tsx";
import { SubmitPage } from "./submit-page.tsx";

const JAR = "cbe8b49c-d9ac-4c92-b4ed-9af36861a820_ref.jar";
const RUN = `POST /jars/${JAR}/run`;
const PLAN = `POST /jars/${JAR}/plan`;
const PATH = "file:/tmp/flink-savepoints-directory/savepoint-f4d5b0-0a6736f05344";

/** Not part of this recording. */
const NO_JOBS: ReplyCase = { path: "/jobs/overview", reply: { jobs: [] } };

const frame = installPageFrame();
beforeEach(() => localStorage.clear());

function show({
  answers = {},
  cases = [],
  path = "/submit",
  baseUrl,
  isReadOnly = false,
}: {
  answers?: Readonly<Record<string, ScriptedAnswer>>;
  cases?: readonly ReplyCase[];
  path?: string;
  baseUrl?: string;
  isReadOnly?: boolean;
} = {}) {
  const recorded: Transport = withCases(recordedTransport("08-jars"), [...cases, NO_JOBS]);
  const cluster = scriptedCluster("08-jars", answers, recorded);
  const backend = backendOver(cluster.transport, { isReadOnly });
  renderWithBackend(
    <BarSlotContext value={frame.bar}>
      <SubmitPage />
    </BarSlotContext>,
    baseUrl === undefined ? backend : { ...backend, source: () => ({ kind: "http", baseUrl }) },
    path,
  );
  return { user: userEvent.setup(), sent: cluster.sent };
}

async function jarIsSelected(): Promise<void> {
  await waitFor(() => expect(screen.getByRole("combobox", { name: "JAR" }).textContent).toBe("ref.jar"));
}

async function fill(user: ReturnType<typeof userEvent.setup>, label: string, text: string): Promise<void> {
  await user.click(screen.getByRole("textbox", { name: label }));
  await user.paste(text);
}

const refused: ScriptedAnswer = () => ({ status: 400, reply: { errors: ["no"] } });
const withEntries = (...entry: { name: string; description: string | null }[]): readonly ReplyCase[] => [
  { path: "/jars", change: { "files[0].entry": entry } },
];

test("[F185] a JAR is shown with its upload time and its entry classes, of which one is chosen", async () => {
  const { user, sent } = show({
    answers: { [RUN]: refused },
    cases: withEntries({ name: "ref.Clicks", description: "counts clicks" }, { name: "ref.Wide<b>", description: null }),
  });
  await jarIsSelected();
  expect(screen.getByText(/^Uploaded 21 Nov.* \d\d:\d\d:\d\d\. Entry class: ref\.Clicks, ref\.Wide<b>\.$/)).toBeDefined();
  expect([...document.querySelectorAll("datalist option")].map((option) => option.getAttribute("value"))).toEqual([
    "ref.Clicks",
    "ref.Wide<b>",
  ]);
  expect(screen.getByText(/counts clicks/)).toBeDefined();
  await user.click(screen.getByRole("button", { name: "ref.Wide<b>" }));
  await user.click(screen.getByRole("button", { name: "Submit job" }));
  await waitFor(() => expect(sent.find(({ call }) => call === RUN)?.body).toContain('"entryClass":"ref.Wide<b>"'));
});

test("[F187] a JAR is deleted once it is confirmed", async () => {
  const remove = `DELETE /jars/${JAR}`;
  const { user, sent } = show({ answers: { [remove]: () => ({ reply: {} }) } });
  await jarIsSelected();
  await user.click(screen.getByRole("button", { name: "Delete the JAR" }));
  expect(sent).toEqual([]);
  await user.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Delete JAR" }));
  await waitFor(() => expect(sent.map(({ call }) => call)).toEqual([remove]));
});

test("[F188] a start takes options, a claim mode, and skips state of removed operators", async () => {
  const { user, sent } = show({ answers: { [RUN]: refused }, path: `/submit?savepoint=${encodeURIComponent(PATH)}` });
  await jarIsSelected();
  await user.click(screen.getByRole("checkbox", { name: /^Skip state of removed operators/ }));
  await chooseOption(user, "Claim mode", /^CLAIM:/);
  await user.click(screen.getByRole("button", { name: "Add option" }));
  await fill(user, "Value of option 1", "rocksdb");
  expect(screen.getByText("The value rocksdb has no option. Enter its key, such as state.backend.type.")).toBeDefined();
  await fill(user, "Option 1", "state.backend.type");
  await user.click(screen.getByRole("button", { name: "Add option" }));
  await fill(user, "Option 2", "state.backend.type");
  expect(screen.getByText("state.backend.type is there twice. Keep one of its values.")).toBeDefined();
  await user.click(screen.getByRole("button", { name: "Remove option 2" }));
  await user.click(screen.getByRole("checkbox", { name: "These arguments are right" }));
  await user.click(screen.getByRole("button", { name: "Submit job" }));
  await waitFor(() => expect(sent.filter(({ call }) => call === RUN)).toHaveLength(1));
  expect(JSON.parse(sent.find(({ call }) => call === RUN)?.body ?? "{}")).toMatchObject({
    savepointPath: PATH,
    allowNonRestoredState: true,
    claimMode: "CLAIM",
    flinkConfiguration: { "state.backend.type": "rocksdb" },
  });
});

test("[F189] the plan is drawn with operators, parallelism and ship strategies, and listed", async () => {
  const { user, sent } = show();
  await jarIsSelected();
  await user.click(screen.getByRole("button", { name: "Show plan" }));
  const dialog = await screen.findByRole("dialog", { name: "Plan of Click Event Count" });
  const graph = await within(dialog).findByRole("region", { name: "Job graph of the plan" });
  await waitFor(() => expect(within(graph).getAllByRole("article")).toHaveLength(4));
  expect(graph.textContent).toContain("Source: ClickEvent Sourceparallelism 3");
  expect([...graph.querySelectorAll("text")].map(({ textContent }) => textContent).toSorted()).toEqual(["FORWARD", "FORWARD", "HASH"]);
  const rows = within(within(dialog).getByRole("table", { name: "Vertices of the plan" })).getAllByRole("row");
  expect(rows.map(({ textContent }) => textContent)).toContain(
    "Window(TumblingProcessingTimeWindows(15000), ProcessingTimeTrigger, Count, Stamp)3HASH",
  );
  expect(sent).toEqual([]);
  await user.click(within(dialog).getByRole("button", { name: "Close" }));
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("[F189] a plan is asked for with the form's values, and its failure is shown with the cluster's words", async () => {
  const { user, sent } = show({ answers: { [PLAN]: () => ({ status: 500, reply: { errors: ["a.B: main() <b>failed</b>"] } }) } });
  await jarIsSelected();
  await fill(user, "Program arguments", "--x 1");
  await user.click(screen.getByRole("button", { name: "Show plan" }));
  expect((await screen.findByRole("alert")).textContent).toContain("main() <b>failed</b>");
  expect(sent.map(({ call, body }) => [call, JSON.parse(body)])).toEqual([
    [PLAN, { programArgsList: ["--x", "1"], parallelism: expect.any(Number) }],
  ]);
});

test("[F189] a read-only cluster shows no plan, because it would run the program", async () => {
  const { user } = show({ isReadOnly: true });
  await jarIsSelected();
  const button = screen.getByRole("button", { name: "Show plan" });
  expect(button.getAttribute("aria-disabled")).toBe("true");
  await user.click(button);
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("[F190] a started job has a link to its page", async () => {
  const { user } = show({
    answers: {
      [RUN]: ({ body }) => ({ reply: { jobid: JSON.parse(body).jobId } }),
      "GET /jobs/:id": () => ({ reply: { jid: "a", state: "RUNNING", vertices: [], timestamps: { RUNNING: 1 } } }),
    },
  });
  await jarIsSelected();
  await user.click(screen.getByRole("button", { name: "Submit job" }));
  const link = await screen.findByRole("link", { name: "Go to the job" });
  expect(link.getAttribute("href")).toMatch(/^\/job\/running\/[0-9a-f]{32}\/overview$/);
});

test("a program is started as an application where the cluster has them, and a failure before its first job is shown", async () => {
  const start = `POST /jars/${JAR}/run-application`;
  let status = "RUNNING";
  const { user, sent } = show({
    answers: {
      [start]: ({ body }) => ({ status: 202, reply: { applicationid: JSON.parse(body).applicationId } }),
      "GET /applications/:id": () => ({ reply: { id: "a", name: "", status, jobs: [] } }),
      "GET /applications/overview": () => ({ reply: { applications: [] } }),
    },
    cases: [{ path: "/applications/:applicationid/exceptions", reply: { exceptionHistory: { entries: [] } } }],
  });
  await jarIsSelected();
  await user.click(await screen.findByRole("checkbox", { name: /^Start as an application/ }));
  await user.click(screen.getByRole("button", { name: "Submit application" }));
  const link = await screen.findByRole("link", { name: "Go to the application" });
  expect(link.getAttribute("href")).toMatch(/^\/application\/running\/[0-9a-f]{32}\/overview$/);
  status = "FAILED";
  await user.click(screen.getByRole("button", { name: "Submit another" }));
  expect(await screen.findByText(/failed before it had a job/)).toBeDefined();
  expect(sent.filter(({ call }) => call === start)).toHaveLength(2);
});

test("[F191] behind YARN's proxy the form links to the JobManager's own address, if that is a web address", async () => {
  const baseUrl = "http://yarn.test/proxy/application_1_2/";
  show({ baseUrl });
  await jarIsSelected();
  const notice = await screen.findByText(/behind YARN's proxy/);
  expect(within(notice).getByRole("link").getAttribute("href")).toBe("http://127.0.0.1:8081");
});

test("[F191] text that is not a web address is not a link", async () => {
  show({ baseUrl: "http://yarn.test/proxy/application_1_2/", cases: [{ path: "/jars", change: { address: "javascript:alert(1)" } }] });
  await jarIsSelected();
  expect(within(await screen.findByText(/behind YARN's proxy/)).queryByRole("link")).toBeNull();
});

test("[F192] a list of JARs that fails says why and can be asked for again", async () => {
  const { user, sent } = show({ answers: { "GET /jars": () => ({ status: 403, reply: { errors: ["Not for you."] } }) } });
  expect((await screen.findByRole("alert")).textContent).toContain("Not for you.");
  const before = sent.length;
  await user.click(screen.getByRole("button", { name: "Try again" }));
  await waitFor(() => expect(sent.length).toBeGreaterThan(before));
});
