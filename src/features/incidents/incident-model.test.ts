import { expect, test } from "vitest";
import { ensureExists } from "../../base/assert.ts";

import { loadRecording, type RecordedVersion, type Situation } from "../../../mocks/recordings.ts";
import { nextContainerHistory } from "../../domain/container-history.ts";
import { checkpointsSchema } from "../../rest/checkpoints.ts";
import { jobExceptionsSchema } from "../../rest/exceptions.ts";
import { jobSchema } from "../../rest/jobs.ts";
import { overviewSchema } from "../../rest/overview.ts";
import type { Container } from "../../rest/playground.ts";
import { vertexSubtaskTimesSchema } from "../../rest/vertices.ts";
import { checkpointFacts, completedRescales, failureOf, type JobFacts, type Observations } from "./incident-facts.ts";
import { EMPTY_MEMORY, type IncidentMemory } from "./incident-memory.ts";
import { type Incident, incidentOf, observe } from "./incident-model.ts";
import {
  containerToStart,
  type Present,
  proofThrough,
  recoveredParts,
  incidentSentence,
  type SentencePart,
  type IncidentStep,
  incidentSteps,
  phaseWords,
} from "./incident-words.ts";

const JOB = "f4d5b097a90a7d463e51caafbe30028a";
/**
 * In the recording, SIGKILL came between the last completed checkpoint and the failed trigger of
 * 49.
 */
const KILL_MS = 1795248404470;
const REFRESH_MS = 3000;

/**
 * What a page observes if its clock equals the cluster's and every call was answered at the time in
 * the job's reply.
 */
function recorded(
  situation: Situation<"flink-2.3.0">,
  facts: Partial<Pick<Observations, "history" | "reading">> = {},
  jobId = JOB,
  version: RecordedVersion = "flink-2.3.0",
): Observations {
  const { calls } = loadRecording(version, situation as Situation<RecordedVersion>);
  const reply = (path: string): unknown => calls.find((call) => call.path === path)?.reply;
  const job = jobSchema.parse(reply(`/jobs/${jobId}`));
  const atMs = job.now;
  const exceptions = jobExceptionsSchema.safeParse(reply(`/jobs/${jobId}/exceptions?maxExceptions=20`));
  const checkpoints = checkpointsSchema.safeParse(reply(`/jobs/${jobId}/checkpoints`));
  const overview = overviewSchema.parse(reply("/overview"));
  const rescales = reply(`/jobs/${jobId}/rescales/history`);
  return {
    job: { atMs, value: job },
    exceptions: exceptions.success ? { atMs, value: exceptions.data.exceptionHistory.entries } : undefined,
    checkpoints: checkpoints.success ? { atMs, value: checkpointFacts(checkpoints.data) } : undefined,
    rescales: Array.isArray(rescales) ? completedRescales(rescales) : [],
    times: job.vertices.flatMap(({ id }) => {
      const times = vertexSubtaskTimesSchema.safeParse(reply(`/jobs/${jobId}/vertices/${id}/subtasktimes`));
      return times.success ? [{ atMs, value: times.data }] : [];
    }),
    slots: { atMs, value: { taskManagers: overview.taskmanagers, free: overview["slots-available"] } },
    registered: undefined,
    history: undefined,
    reading: undefined,
    isReadingExpected: facts.reading !== undefined,
    refreshMs: REFRESH_MS,
    ...facts,
  };
}

function container(facts: Partial<Container> = {}): Container {
  return {
    name: "taskmanager-1",
    service: "taskmanager",
    state: "running",
    exitCode: null,
    command: "",
    ports: [],
    startedAt: 1,
    taskManagerId: "tm1",
    ...facts,
  };
}

const DOWN = container({ state: "exited", exitCode: 137, startedAt: null, taskManagerId: null });
const BEFORE = nextContainerHistory(undefined, KILL_MS - 400, [container()]);
const KILLED = nextContainerHistory(BEFORE, KILL_MS, [DOWN]);
const STARTED = nextContainerHistory(KILLED, 1795248438000, [container({ startedAt: 1795248437800, taskManagerId: "tm1b" })]);

function told(...observations: Observations[]): { memory: IncidentMemory; incident: Incident | undefined } {
  let memory = EMPTY_MEMORY;
  let incident: Incident | undefined;
  for (const one of observations) {
    memory = observe(memory, one);
    expect(observe(memory, one), "a second render brings nothing new").toBe(memory);
    incident = incidentOf(memory, one);
  }
  return { memory, incident };
}

function incidentAfter(...observations: Observations[]): Incident {
  const { incident } = told(...observations);
  if (incident === undefined) throw new Error("there is an incident");
  return incident;
}

function textOf(parts: readonly SentencePart[]): string {
  return parts.map((part) => (typeof part === "string" ? part : part.name)).join("");
}

const at = (nowMs: number): Present => ({ nowMs, refreshMs: REFRESH_MS });
const leadAt = (incident: Incident, nowMs = incident.jobAtMs): string => textOf(incidentSentence(incident, at(nowMs), "open").lead);
const restAt = (incident: Incident, nowMs = incident.jobAtMs): string => incidentSentence(incident, at(nowMs), "open").rest;
const titles = (steps: readonly IncidentStep[]): string[] => steps.map(({ title }) => title);

function withJob(observations: Observations, facts: Partial<JobFacts>, atMs = facts.now ?? observations.job.atMs): Observations {
  return { ...observations, job: { atMs, value: { ...observations.job.value, ...facts } } };
}

const RUNNING = (): Observations =>
  recorded("02-running", { history: BEFORE, reading: { atMs: KILL_MS - 500, written: 20_000, read: 19_980, pending: 0 } });
const WAITING = (): Observations =>
  recorded("04-restarting-without-slots", {
    history: KILLED,
    reading: { atMs: 1795248413904, written: 23_980, read: undefined, pending: undefined },
  });
const BACK = (written: number, read: number, atMs: number): Observations =>
  recorded("05-recovered", { history: STARTED, reading: { atMs, written, read, pending: written - read } });
const SEEN_MS = 1795248450169;

test("a job that runs and never failed has no incident", () => {
  expect(told(RUNNING()).incident).toBeUndefined();
});

test("a kill that the cluster has not noticed: the tasks are still reported as RUNNING", () => {
  const running = RUNNING();
  const incident = incidentAfter(running, withJob({ ...running, history: KILLED }, { now: KILL_MS + 800 }));
  expect(incident).toMatchObject({ phase: "unnoticed", kills: [{ name: "taskmanager-1", seenMs: KILL_MS }], failure: undefined });
  expect(leadAt(incident)).toBe("taskmanager-1 was killed 0.8 s ago. All tasks are still reported as RUNNING.");
});

test("a kill does not affect the job once the TaskManager is removed and a later reply has all tasks RUNNING", () => {
  const running = RUNNING();
  const phaseAfter = (ms: number, registered: readonly string[] | undefined): string =>
    incidentAfter(
      running,
      withJob(
        { ...running, history: KILLED, registered: registered === undefined ? undefined : { atMs: KILL_MS + ms, value: registered } },
        { now: KILL_MS + ms },
      ),
    ).phase;
  expect(phaseAfter(60_000, ["tm1"])).toBe("unnoticed");
  expect(phaseAfter(60_000, undefined)).toBe("unnoticed");
  // Flink answers with copies that may be one refresh interval old.
  expect(phaseAfter(REFRESH_MS - 1, [])).toBe("unnoticed");
  expect(phaseAfter(REFRESH_MS, [])).toBe("unaffected");
});

test("a kill that the cluster notices late is still the cause of the failure", () => {
  const running = RUNNING();
  const lateMs = 1795248405679;
  const history = nextContainerHistory(nextContainerHistory(undefined, lateMs - 20_000, [container()]), lateMs - 15_000, [DOWN]);
  const settled = withJob({ ...running, history, registered: { atMs: lateMs - 1, value: [] } }, { now: lateMs - 1 });
  const before = told(running, settled);
  expect(before.incident?.phase).toBe("unaffected");
  const waiting = { ...WAITING(), history };
  const incident = incidentOf(observe(before.memory, waiting), waiting);
  expect(incident).toMatchObject({ phase: "waiting", kills: [{ name: "taskmanager-1" }], failure: { lostIds: ["tm1"] } });
});

test("a kill that was seen before the page knew the job is named", () => {
  expect(leadAt(incidentAfter(WAITING()))).toMatch(/^taskmanager-1 was killed 9\.4 s ago\./);
});

test("a kill that the page saw after the failure happened before it", () => {
  const facts = WAITING();
  const history = nextContainerHistory(BEFORE, facts.job.atMs - 1000, [DOWN]);
  const incident = incidentAfter({ ...facts, history });
  expect(leadAt(incident)).toMatch(/^taskmanager-1 was killed 8\.2 s ago\./);
  expect(titles(incidentSteps(incident, at(incident.jobAtMs))).slice(0, 2)).toEqual(["Killed", "Noticed"]);
});

test("a lost TaskManager is named by its container once that is known to have been killed, however late", () => {
  const alone = { ...WAITING(), history: undefined };
  const before = told(alone);
  expect(leadAt(before.incident as Incident)).toMatch(/^TaskManager tm1 was reported unreachable 8\.2 s ago\./);
  const late = nextContainerHistory(BEFORE, SEEN_MS, [DOWN]);
  const known = withJob({ ...alone, history: late }, { now: SEEN_MS });
  const after = incidentOf(observe(before.memory, known), known);
  expect(after?.kills).toMatchObject([{ name: "taskmanager-1", how: "killed" }]);
  expect(after?.key).toBe(before.incident?.key);
});

test("a container that was down before the page was open is matched by the host in the TaskManager's id", () => {
  const facts = WAITING();
  const [entry] = facts.exceptions?.value ?? [];
  if (entry === undefined) throw new Error("the recording has an exception");
  const stacktrace = entry.stacktrace.replaceAll("tm1", "taskmanager-1:40001-0a1b2c");
  const found = nextContainerHistory(undefined, facts.job.atMs, [DOWN, { ...DOWN, name: "taskmanager-2" }]);
  const incident = incidentAfter({ ...facts, exceptions: { atMs: facts.job.atMs, value: [{ ...entry, stacktrace }] }, history: found });
  expect(incident.kills).toMatchObject([{ name: "taskmanager-1", seenMs: undefined }]);
  expect(leadAt(incident)).toMatch(/^taskmanager-1 was killed\. The JobManager noticed 8\.2 s ago\./);
});

test("a failure newer than the job's own reply: the text does not mention the tasks", () => {
  const running = RUNNING();
  const incident = incidentAfter(running, { ...running, history: KILLED, exceptions: WAITING().exceptions });
  expect(incident.phase).toBe("reported");
  expect(incidentSentence(incident, at(incident.jobAtMs), "open")).toMatchObject({ rest: "" });
  expect(leadAt(incident)).not.toMatch(/RUNNING|RESTARTING|SCHEDULED/);
});

test("RESTARTING, with the time from the kill to the exception", () => {
  const restarting = { ...recorded("03-taskmanager-killed-1s", { history: KILLED }), exceptions: WAITING().exceptions };
  const incident = incidentAfter(RUNNING(), restarting);
  expect(incident).toMatchObject({ phase: "restarting", failure: { atMs: 1795248405679, notice: "two heartbeats undeliverable" } });
  expect(leadAt(incident)).toMatch(/ The job is RESTARTING\.$/);
  expect(incidentSteps(incident, at(1795248406000)).map(({ title, progress }) => [title, progress])).toEqual([
    ["Killed", "done"],
    ["Noticed: 1.2 s", "done"],
    ["Restart: 321 ms", "now"],
    ["Wait for slots", "later"],
    ["Deploy", "later"],
    ["Initialize", "later"],
  ]);
});

test("a job that is FAILING is not called RESTARTING", () => {
  const facts = WAITING();
  const { timestamps } = facts.job.value;
  const incident = incidentAfter(withJob(facts, { state: "FAILING", timestamps: { ...timestamps, FAILING: facts.job.value.now } }));
  expect(leadAt(incident)).toMatch(/ The job is FAILING\.$/);
});

test("without slots: how many it needs and how many are free, its checkpoint, and the container to start", () => {
  const incident = incidentAfter(RUNNING(), WAITING());
  expect(incident).toMatchObject({
    phase: "waiting",
    scheduledMs: 1795248406696,
    slotsNeeded: 2,
    backlog: 4000,
    checkpoint: { id: 48, isRestored: true },
  });
  expect(leadAt(incident)).toBe("taskmanager-1 was killed 9.4 s ago. The job waits for slots: it needs 2, and 0 are free.");
  expect(restAt(incident)).toBe("It restarts from checkpoint 48, completed 1.2 s before the failure was reported.");
  expect(incidentSteps(incident, at(1795248412296)).slice(2, 4)).toMatchObject([
    { title: "Restart: 1.0 s", progress: "done", detail: "restart delay" },
    { title: "Wait for slots: 5.6 s", progress: "now", detail: "8 tasks SCHEDULED, no TaskManager" },
  ]);
  expect(containerToStart(incident, ["taskmanager-1"], at(incident.jobAtMs))).toBe("taskmanager-1");
  expect(containerToStart(incident, [], at(incident.jobAtMs))).toBeUndefined();
});

test("only the tasks of the failed region are deployed again", () => {
  const facts = WAITING();
  const [source, ...others] = facts.job.value.vertices;
  const running = others.map((vertex) => ({ ...vertex, tasks: { ...vertex.tasks, SCHEDULED: 0, RUNNING: vertex.tasks.SCHEDULED ?? 0 } }));
  const incident = incidentAfter(withJob(facts, { vertices: [ensureExists(source, "a source"), ...running] }));
  expect(leadAt(incident)).toContain("2 of 8 tasks are SCHEDULED.");
  expect(incidentSteps(incident, at(1795248412296)).find(({ id }) => id === "deploying")).toMatchObject({
    progress: "later",
    detail: "2 tasks",
  });
});

test("a job whose tasks are SCHEDULED while enough slots are free does not wait for slots", () => {
  const facts = WAITING();
  const incident = incidentAfter({ ...facts, slots: { atMs: facts.job.atMs, value: { taskManagers: 1, free: 2 } } });
  expect(leadAt(incident)).toMatch(/ All 8 tasks are SCHEDULED\. The job needs 2 slots, and 2 are free\.$/);
  expect(containerToStart(incident, ["taskmanager-1"], at(incident.jobAtMs))).toBeUndefined();
});

test("a batch job has recovered when only tasks that wait for their input are left", () => {
  const facts = { ...recorded("05-recovered"), times: [], checkpoints: undefined };
  const states = ["FINISHED", "RUNNING", "CREATED", "CREATED"];
  const vertices = facts.job.value.vertices.map((vertex, index) => {
    const none = Object.fromEntries(Object.keys(vertex.tasks).map((state) => [state, 0]));
    return { ...vertex, tasks: { ...vertex.tasks, ...none, [states[index] ?? "CREATED"]: 2 } };
  });
  const incident = incidentAfter(withJob(facts, { "job-type": "BATCH", vertices }));
  expect(leadAt(incident)).toBe("Recovered.");
  expect(textOf(recoveredParts(incident, SEEN_MS, "open"))).toMatch(
    / The job restarted\. Of its 8 tasks, 2 are RUNNING, 2 are FINISHED and 4 are CREATED\.$/,
  );
  // A streaming job has no such tasks.
  expect(incidentAfter(withJob(facts, { "job-type": "STREAMING", vertices })).phase).toBe("partial");
});

test("finished tasks are not called RUNNING", () => {
  const facts = { ...recorded("05-recovered"), times: [] };
  const [first, ...rest] = facts.job.value.vertices;
  const source = ensureExists(first, "a vertex");
  const vertices = [{ ...source, tasks: { ...source.tasks, RUNNING: 1, FINISHED: 1 } }, ...rest];
  const incident = incidentAfter(withJob(facts, { vertices }));
  expect(textOf(recoveredParts(incident, SEEN_MS, "open"))).toMatch(/ Of its 8 tasks, 7 are RUNNING and 1 is FINISHED\.$/);
  expect(phaseWords({ ...incident, phase: "unaffected" })).toBe(
    "A TaskManager ended. Of the job's 8 tasks, 7 are RUNNING and 1 is FINISHED.",
  );
});

test("unread values are not mentioned", () => {
  const facts = { ...WAITING(), slots: undefined, checkpoints: undefined, history: undefined };
  const incident = incidentAfter(facts);
  expect(leadAt(incident)).toBe("TaskManager tm1 was reported unreachable 8.2 s ago. All 8 tasks are SCHEDULED. The job needs 2 slots.");
  expect(restAt(incident)).toBe("");
  // A failure stays known after the exceptions can no longer be read.
  expect(incidentAfter(facts, { ...facts, exceptions: undefined }).failure).toEqual(incident.failure);
});

test("when no reply arrives for a while, the text describes the last one and times stop", () => {
  const incident = incidentAfter(RUNNING(), WAITING());
  const lateMs = incident.jobAtMs + 20_000;
  expect(leadAt(incident, lateMs)).toBe(
    "As of 20 s ago: taskmanager-1 was killed 9.4 s ago. The job waits for slots: it needs 2, and 0 are free.",
  );
  expect(incidentSteps(incident, at(lateMs))).toEqual(incidentSteps(incident, at(lateMs + 60_000)));
});

test("recovered: each step has the subtasks' times, and it has caught up when the written records are read", () => {
  const seen = BACK(34_000, 20_000, SEEN_MS + 1);
  const { memory, incident } = told(RUNNING(), WAITING(), seen, BACK(34_000, 20_000, SEEN_MS + 2));
  expect(incident).toMatchObject({
    phase: "catching-up",
    deployedMs: 1795248438301,
    restoringMs: 1795248438509,
    runningMs: 1795248439122,
    backlog: 14_000,
  });
  const live = BACK(34_400, 34_390, SEEN_MS + 3000);
  const over = incidentOf(observe(memory, live), live);
  if (over === undefined) throw new Error("there is an incident");
  expect(over).toMatchObject({ phase: "over", caughtUpMs: SEEN_MS + 3000 });
  expect(titles(incidentSteps(over, at(SEEN_MS)))).toEqual([
    "Killed",
    "Noticed: 1.2 s",
    "Restart: 1.0 s",
    "Wait for slots: 31.6 s",
    "Deploy: 208 ms",
    "Restore checkpoint 48: 613 ms",
    "Catch up: 14.0 s",
  ]);
  expect(textOf(recoveredParts(over, SEEN_MS, "holds"))).toMatch(
    /^taskmanager-1 was killed at \d\d:\d\d:\d\d\. The job restarted from checkpoint 48\. It had caught up 48\.7 s after the kill\. No click was lost or counted twice\.$/,
  );
  expect(textOf(recoveredParts(over, SEEN_MS, "open"))).not.toContain("No click");
});

test("positions that may be those of the tasks before the restart do not show that the job has caught up", () => {
  // No more records are written, and the job had read all records before the kill.
  const paused = { written: 20_000, read: 20_000, pending: 0 };
  const running = { ...RUNNING(), reading: { atMs: KILL_MS - 500, ...paused } };
  const waiting = { ...WAITING(), reading: { atMs: 1795248413904, written: 20_000, read: undefined, pending: undefined } };
  const soon = BACK(20_000, 20_000, SEEN_MS + 1000);
  expect(incidentAfter(running, waiting, soon, soon).phase).toBe("catching-up");
  const later = BACK(20_000, 20_000, SEEN_MS + 11_000);
  expect(incidentAfter(running, waiting, soon, later)).toMatchObject({ phase: "over", caughtUpMs: SEEN_MS + 11_000 });
});

test("metrics of earlier tasks do not show that the job has caught up, however far the page last saw them read", () => {
  // The page was opened late: its first positions were old, and the next ones are also from before
  // the kill.
  const running = { ...RUNNING(), reading: { atMs: KILL_MS - 500, written: 20_000, read: 15_000, pending: 5_000 } };
  const waiting = { ...WAITING(), reading: { atMs: 1795248413904, written: 20_000, read: undefined, pending: undefined } };
  const soon = BACK(20_000, 20_000, SEEN_MS + 1000);
  expect(incidentAfter(running, waiting, soon, soon).phase).toBe("catching-up");
});

test("the wait ends with all tasks RUNNING, whatever is known of their times", () => {
  // The times are not requested for a job with many vertices.
  const all = { ...recorded("05-recovered"), slots: { atMs: SEEN_MS, value: { taskManagers: 1, free: 1 } } };
  for (const times of [[], all.times.slice(1)]) {
    const incident = incidentAfter({ ...all, times });
    expect(incident).toMatchObject({ phase: "over", scheduledMs: 1795248406696, deployedMs: 1795248438301, runningMs: undefined });
    expect(leadAt(incident)).toBe("Recovered.");
    expect(textOf(recoveredParts(incident, SEEN_MS, "open"))).toMatch(
      /^TaskManager tm1 was reported unreachable at .*\. The job restarted from checkpoint 48\. All its tasks are RUNNING\.$/,
    );
    expect(titles(incidentSteps(incident, at(SEEN_MS)))).toEqual([
      "Failed",
      "Restart: 1.0 s",
      "Wait for slots: 31.6 s",
      "Deploy",
      "Restore checkpoint 48",
    ]);
  }
});

test("a job with FINISHED sources has recovered when all others run", () => {
  const facts = recorded("05-recovered");
  const vertices = facts.job.value.vertices.map((vertex, index) =>
    index === 0 ? { ...vertex, tasks: { ...vertex.tasks, RUNNING: 0, FINISHED: 2 } } : vertex,
  );
  expect(incidentAfter(withJob(facts, { vertices })).phase).toBe("over");
});

test("times of the tasks before the restart are not used for those after it", () => {
  const facts = WAITING();
  const old = { ...facts, times: RUNNING().times };
  expect(incidentAfter(old)).toMatchObject({ restoringMs: undefined, runningMs: undefined });
});

test("times of an earlier attempt are not used for this one, even if its failure is not known yet", () => {
  const facts = recorded("05-recovered");
  const againMs = SEEN_MS + 20_000;
  const vertices = facts.job.value.vertices.map((vertex) => ({ ...vertex, "start-time": againMs + 100 }));
  const timestamps = { ...facts.job.value.timestamps, RESTARTING: againMs - 1000, RUNNING: againMs };
  const later = withJob(facts, { vertices, timestamps, now: againMs + 5000 });
  const unknown = { scheduledMs: undefined, restoringMs: undefined, runningMs: undefined };
  expect(incidentAfter(later), "checkpoints were completed in between").toMatchObject({ ...unknown, checkpoint: undefined });
  expect(incidentAfter({ ...later, checkpoints: undefined })).toMatchObject({ ...unknown, scheduledMs: againMs });
});

test("the proof covers an incident once it has judged the windows that were open then", () => {
  const reach = { standing: "holds", judgedThroughMs: 5000, newestClickMs: 9000 } as const;
  expect(proofThrough(reach, 5001)).toBe("open");
  expect(proofThrough(reach, 5000)).toBe("holds");
  expect(proofThrough({ ...reach, judgedThroughMs: undefined }, 5000)).toBe("open");
  expect(proofThrough(reach, undefined)).toBe("open");
  expect(proofThrough({ ...reach, standing: "broken" }, 5001)).toBe("broken");
  expect(proofThrough(undefined, 5000)).toBe("open");
});

test("the next kill is another incident", () => {
  const over = told(RUNNING(), WAITING(), BACK(34_000, 34_000, SEEN_MS + 1), BACK(34_000, 34_000, SEEN_MS + 2));
  expect(over.incident?.phase).toBe("over");
  const againMs = SEEN_MS + 10_000;
  const history = nextContainerHistory(STARTED, againMs, [DOWN]);
  const second = withJob({ ...BACK(34_000, 34_000, SEEN_MS + 2), history }, { now: againMs + 500 });
  const incident = incidentOf(observe(over.memory, second), second);
  expect(incident).toMatchObject({ phase: "unnoticed", kills: [{ seenMs: againMs }], failure: undefined });
  expect(incident?.key).not.toBe(over.incident?.key);
});

test("a page opened later shows the exception history, and does not measure the catch-up", () => {
  const history = nextContainerHistory(undefined, SEEN_MS, [container()]);
  const late = recorded("05-recovered", { history, reading: { atMs: SEEN_MS + 1, written: 34_000, read: 34_000, pending: 0 } });
  const incident = incidentAfter(late, late);
  expect(incident).toMatchObject({ phase: "over", kills: [], runningMs: 1795248439122, caughtUpMs: undefined });
  expect(textOf(recoveredParts(incident, SEEN_MS, "holds"))).toMatch(
    /^TaskManager tm1 was reported unreachable at \d\d:\d\d:\d\d\. The job restarted from checkpoint 48\. All its tasks were RUNNING again 33\.4 s after the failure\.$/,
  );
  const steps = incidentSteps(incident, at(SEEN_MS));
  expect(steps[0]).toMatchObject({ title: "Failed", progress: "done" });
  expect(steps.map(({ id }) => id)).not.toContain("catching-up");
});

test("a page that is opened during the wait measures it", () => {
  const history = nextContainerHistory(undefined, 1795248413000, [DOWN]);
  const back = (atMs: number): Observations => ({ ...BACK(34_000, 34_000, atMs), history });
  expect(incidentAfter({ ...WAITING(), history }, back(SEEN_MS), back(SEEN_MS + 1))).toMatchObject({
    phase: "over",
    caughtUpMs: SEEN_MS + 1,
  });
});

test("attempts without slots are one incident with its root, and the text says how long the next may take", () => {
  const facts = recorded("20-slot-request-timed-out", {}, "c54015c198d81f38c4981ab9dede34dd");
  const incident = incidentAfter(facts);
  expect(incident).toMatchObject({
    phase: "restarting",
    failedMs: 1795250965499,
    triesWithoutSlots: { count: 15, isAtLeast: false },
    failure: { notice: "two heartbeats undeliverable" },
  });
  expect(leadAt(incident)).toBe("TaskManager tm1 was reported unreachable 10m 58s ago. The job is RESTARTING.");
  expect(restAt(incident)).toBe(
    "15 tries to start it found too few slots. Flink tries again by itself, by default at least once a minute. " +
      "It restarts from checkpoint 20, completed 1.9 s before the failure was reported.",
  );
  expect(incidentSteps(incident, at(incident.jobAtMs)).find(({ id }) => id === "restarting")).toMatchObject({
    progress: "now",
    detail: "RESTARTING",
  });
});

test("if the root has left the history, the number of attempts is a minimum", () => {
  const facts = recorded("20-slot-request-timed-out", {}, "c54015c198d81f38c4981ab9dede34dd");
  const cut = { ...facts, exceptions: { atMs: facts.job.atMs, value: (facts.exceptions?.value ?? []).slice(0, 15) } };
  expect(restAt(incidentAfter(cut))).toMatch(/^At least 15 tries/);
  // A page that has seen the root failure keeps it.
  expect(incidentAfter(facts, cut)).toMatchObject({ triesWithoutSlots: { count: 15, isAtLeast: false }, failedMs: 1795250965499 });
});

test("an operator that throws: the sentence names task and exception", () => {
  const incident = incidentAfter(recorded("13-failing", {}, "1ce331bd90bf2346f78dcef5edbcafff"));
  expect(incident).toMatchObject({
    phase: "over",
    kills: [],
    failure: {
      atMs: 1795248539228,
      notice: "IllegalStateException",
      loss: undefined,
      exception: "IllegalStateException",
      message: "boom <img src=x onerror=alert(1)> at 199",
      task: "step 0.3 (1/1)",
      refusal: undefined,
    },
  });
  expect(textOf(recoveredParts(incident, incident.jobAtMs, "open"))).toMatch(/^IllegalStateException in step 0\.3 \(1\/1\) at /);
});

test.each([
  ["The TaskExecutor is shutting down.", "stopped", "TaskManager tm1 shut down 3.0 s ago."],
  ["Heartbeat of TaskManager with id tm1 timed out.", "silent", "The heartbeat of TaskManager tm1 timed out 3.0 s ago."],
  [
    "Connection unexpectedly closed by remote task manager 'localhost/127.0.0.1:41037 [ tm1 ] '. This might indicate that the remote task manager was lost.",
    "disconnected",
    "The connection to TaskManager tm1 was lost 3.0 s ago.",
  ],
  [
    "Lost connection to task manager 'localhost/127.0.0.1:41373 [ tm1 ] '. This indicates that the remote task manager was lost.",
    "disconnected",
    "The connection to TaskManager tm1 was lost 3.0 s ago.",
  ],
])("a lost TaskManager is described as Flink describes it: %s", (message, loss, words) => {
  const facts = WAITING();
  const [entry] = facts.exceptions?.value ?? [];
  if (entry === undefined) throw new Error("the recording has an exception");
  const stacktrace = `org.apache.flink.util.FlinkException: ${message}`;
  const value = [{ ...entry, stacktrace }];
  expect(failureOf({ ...entry, stacktrace })).toMatchObject({ loss, lostIds: ["tm1"] });
  const job = withJob({ ...facts, history: undefined, exceptions: { atMs: facts.job.atMs, value } }, {});
  expect(leadAt({ ...incidentAfter(job), jobAtMs: entry.timestamp + 3000 }, entry.timestamp + 3000).startsWith(words)).toBe(true);
});

test("the adaptive scheduler's failures are one incident: the loss, and a deployment to the lost TaskManager", () => {
  const incident = incidentAfter(recorded("18-adaptive-after-loss", {}, "6827177720ff5f1805746f41468301e4"));
  expect(incident).toMatchObject({ phase: "over", failedMs: 1795248728697, failure: { loss: "disconnected", lostIds: ["tm2"] } });
});

/** The job was rescaled a minute after the recovery, and the page is opened only then. */
function rescaledSince(evidence: Partial<Observations>): string {
  const after = recorded("18-adaptive-after-loss", {}, "6827177720ff5f1805746f41468301e4");
  const { timestamps } = after.job.value;
  const restarted = withJob(after, { timestamps: { ...timestamps, RUNNING: (timestamps.RUNNING ?? 0) + 60_000 } });
  return textOf(recoveredParts(incidentAfter({ ...restarted, ...evidence }), restarted.job.atMs, "open"));
}

test("a rescale after the recovery is not taken for the recovery, by the history of rescales or of checkpoints", () => {
  const recovered = { startMs: 1795248729867, endMs: 1795248733663 };
  const said = /The job restarted\. All its tasks are RUNNING\.$/;
  expect(rescaledSince({})).toMatch(said);
  const completed = [{ triggeredMs: recovered.endMs + 500, completedMs: recovered.endMs + 520 }];
  const checkpoints = { atMs: 0, value: { restored: { id: 61, atMs: 1795248793655 }, latestCompleted: undefined, completed } };
  expect(rescaledSince({ rescales: [], checkpoints })).toMatch(said);
  // Without either, the restart looks like the one after the failure.
  const unknown = { rescales: [], checkpoints: { atMs: 0, value: { ...checkpoints.value, completed: [] } } };
  expect(rescaledSince(unknown)).toContain("The job restarted from checkpoint 61.");
});

test("without checkpointing the job is FAILED, with the reason", () => {
  const facts = recorded("19-no-checkpointing-killed", {}, "fdd26f65387a8407cce5d9f84ea07b8f");
  const incident = incidentAfter(facts);
  expect(incident).toMatchObject({ phase: "failed", refusal: "no-strategy", failure: { notice: "two heartbeats undeliverable" } });
  expect(leadAt(incident)).toContain("The job FAILED.");
  expect(restAt(incident)).toBe(
    "It has no restart strategy, which is Flink's default without checkpointing. " +
      "Cause: ResourceManagerException: TaskManager with id tm1 is no longer reachable.",
  );
  expect(containerToStart(incident, ["taskmanager-1"], at(incident.jobAtMs))).toBeUndefined();
});

test("a job that FAILED says so before its exceptions are known", () => {
  const facts = recorded("19-no-checkpointing-killed", {}, "fdd26f65387a8407cce5d9f84ea07b8f");
  const incident = incidentAfter({ ...facts, exceptions: undefined });
  expect(leadAt(incident)).toMatch(/^The job became FAILED at /);
  expect(restAt(incident)).toBe("");
});

test("a second failure before all tasks ran again belongs to the incident, a later one starts another", () => {
  const waiting = WAITING();
  const [first] = waiting.exceptions?.value ?? [];
  if (first === undefined) throw new Error("the recording has an exception");
  const failAt = (timestamp: number) => ({
    ...first,
    timestamp,
    exceptionName: "java.lang.IllegalStateException",
    stacktrace: "java.lang.IllegalStateException: boom",
  });
  const restarting = (observations: Observations, failedMs: number): Observations =>
    withJob(
      { ...observations, exceptions: { atMs: failedMs + 500, value: [failAt(failedMs), ...(observations.exceptions?.value ?? [])] } },
      { state: "RESTARTING", now: failedMs + 500, timestamps: { ...observations.job.value.timestamps, RESTARTING: failedMs } },
    );
  const second = incidentAfter(RUNNING(), waiting, restarting(waiting, 1795248420000));
  expect(second).toMatchObject({ phase: "restarting", failedMs: 1795248405679, kills: [{ name: "taskmanager-1" }] });
  const back = BACK(34_000, 20_000, SEEN_MS + 1);
  const next = incidentAfter(RUNNING(), waiting, back, restarting(back, SEEN_MS + 500));
  expect(next).toMatchObject({ failedMs: SEEN_MS + 500, kills: [], phase: "restarting", failure: { message: "boom" } });
});

test("a clock of the cluster that differs from the page's does not change any duration", () => {
  const shifted = (observations: Observations, skewMs: number): Observations => ({
    ...observations,
    job: { ...observations.job, value: shift(observations.job.value, skewMs) },
    exceptions: observations.exceptions && {
      ...observations.exceptions,
      value: observations.exceptions.value.map((entry) => ({ ...entry, timestamp: entry.timestamp + skewMs })),
    },
    checkpoints: undefined,
    times: [],
  });
  for (const skewMs of [-3_600_000, 3_600_000]) {
    const incident = incidentAfter(shifted(RUNNING(), skewMs), shifted(WAITING(), skewMs));
    expect(leadAt(incident)).toMatch(/^taskmanager-1 was killed 9\.4 s ago\./);
    expect(titles(incidentSteps(incident, at(incident.jobAtMs))).slice(0, 3)).toEqual(["Killed", "Noticed: 1.2 s", "Restart: 1.0 s"]);
  }
});

function shift(job: JobFacts, skewMs: number): JobFacts {
  const moved = Object.entries(job.timestamps).map(([state, ms]) => [state, ms === 0 ? 0 : ms + skewMs]);
  return { ...job, now: job.now + skewMs, timestamps: { ...job.timestamps, ...Object.fromEntries(moved) } };
}
