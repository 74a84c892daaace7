import { expect, test } from "vitest";

import { loadRecording, type Situation } from "../../../mocks/recordings.ts";
import { type ContainerHistory, nextContainerHistory } from "../../domain/container-history.ts";
import { checkpointsSchema } from "../../rest/checkpoints.ts";
import { jobExceptionsSchema } from "../../rest/exceptions.ts";
import { jobSchema } from "../../rest/jobs.ts";
import { overviewSchema } from "../../rest/overview.ts";
import type { Container } from "../../rest/playground.ts";
import { vertexSubtaskTimesSchema } from "../../rest/vertices.ts";
import type { StoryFacts } from "./story-facts.ts";
import { EMPTY_BOOK, type Incident, nextStory, type StoryBook } from "./story-model.ts";
import { proofThrough, recoveredParts, storySentence, storySteps, wayOut } from "./story-words.ts";

const JOB = "f4d5b097a90a7d463e51caafbe30028a";
/** In the recording the SIGKILL came between the last completed checkpoint and the failed trigger of 49. */
const KILL_MS = 1795248404470;

function recorded(
  situation: Situation<"flink-2.3.0">,
  jobId = JOB,
  history?: ContainerHistory,
  reading?: StoryFacts["reading"],
): StoryFacts {
  const { calls } = loadRecording("flink-2.3.0", situation);
  const reply = (path: string): unknown => calls.find((call) => call.path === path)?.reply;
  const job = jobSchema.parse(reply(`/jobs/${jobId}`));
  const exceptions = jobExceptionsSchema.safeParse(reply(`/jobs/${jobId}/exceptions?maxExceptions=20`));
  const checkpoints = checkpointsSchema.safeParse(reply(`/jobs/${jobId}/checkpoints`));
  const overview = overviewSchema.parse(reply("/overview"));
  const { completed, restored } = checkpoints.success ? checkpoints.data.latest : { completed: null, restored: null };
  return {
    job,
    exceptions: exceptions.success ? exceptions.data.exceptionHistory.entries : [],
    restored: restored === null ? undefined : { id: restored.id, atMs: restored.restore_timestamp },
    latestCompleted: completed === null ? undefined : { id: completed.id, atMs: completed.latest_ack_timestamp },
    times: job.vertices.flatMap(({ id }) => {
      const times = vertexSubtaskTimesSchema.safeParse(reply(`/jobs/${jobId}/vertices/${id}/subtasktimes`));
      return times.success ? [times.data] : [];
    }),
    slots: { taskManagers: overview.taskmanagers, free: overview["slots-available"] },
    registered: undefined,
    history,
    reading,
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

function told(...observations: StoryFacts[]): StoryBook {
  return observations.reduce((book, facts) => {
    const next = nextStory(book, facts);
    // Rendering twice must not tell it twice.
    expect(nextStory(next, facts)).toBe(next);
    return next;
  }, EMPTY_BOOK);
}

function incidentOf(book: StoryBook): Incident {
  if (book.incident === undefined) throw new Error("there is an incident");
  return book.incident;
}

function words(parts: readonly (string | { name: string })[]): string {
  return parts.map((part) => (typeof part === "string" ? part : part.name)).join("");
}

const RUNNING = (): StoryFacts => recorded("02-running", JOB, BEFORE, { atMs: KILL_MS - 500, written: 20_000, read: 19_980, pending: 0 });
const WAITING = (): StoryFacts =>
  recorded("04-restarting-without-slots", JOB, KILLED, { atMs: 1795248414000, written: 23_980, read: undefined, pending: undefined });

test("a job that runs and never failed has no story", () => {
  expect(told(RUNNING()).incident).toBeUndefined();
});

test("killed, and the JobManager does not know: a second of it, and then it is no news for this job", () => {
  const running = RUNNING();
  const soon = { ...running, history: KILLED, job: { ...running.job, now: KILL_MS + 800 } };
  const book = told(running, soon);
  expect(incidentOf(book)).toMatchObject({ phase: "unnoticed", kills: [{ name: "taskmanager-1", seenMs: KILL_MS }], failure: undefined });
  expect(words(storySentence(incidentOf(book), KILL_MS + 800, "open").lead)).toBe(
    "taskmanager-1 was killed 0.8 s ago. The JobManager has not noticed yet.",
  );
  const after = (ms: number, registered: readonly string[] | undefined): string =>
    incidentOf(nextStory(book, { ...soon, registered, job: { ...running.job, now: KILL_MS + ms } })).phase;
  expect(after(8000, ["tm1"])).toBe("unnoticed");
  expect(after(10_000, ["tm1"])).toBe("unaffected");
  // Off the list, and the job's reply is young enough to say so if it had lost a task.
  expect(after(3000, [])).toBe("unnoticed");
  expect(after(4000, [])).toBe("unaffected");
});

test("noticed: RESTARTING, with the time from the kill to the exception", () => {
  const restarting = recorded("03-taskmanager-killed-1s", JOB, KILLED);
  // That recording asked for less; the next one has the entry with its time, and the checkpoint.
  const book = told(RUNNING(), { ...restarting, exceptions: WAITING().exceptions, latestCompleted: WAITING().latestCompleted });
  const incident = incidentOf(book);
  expect(incident).toMatchObject({ phase: "restarting", failure: { atMs: 1795248405679, notice: "two heartbeats undeliverable" } });
  const steps = storySteps(incident, 1795248406000);
  expect(steps.map(({ title, progress }) => [title, progress])).toEqual(
    [
      ["Killed", "done"],
      ["Noticed: 1.2 s", "done"],
      ["RESTARTING: 321 ms", "now"],
      ["Waiting for slots", "later"],
      ["Deploy", "later"],
      ["Restore checkpoint 48", "later"],
      ["Catch up", "later"],
    ].filter(([title]) => title !== "Catch up" || incident.backlog !== undefined),
  );
});

test("without slots: RUNNING with all tasks SCHEDULED, what it waits for, where it will go back to, and the way out", () => {
  const incident = incidentOf(told(RUNNING(), WAITING()));
  expect(incident).toMatchObject({
    phase: "waiting",
    scheduledMs: 1795248406696,
    slotsNeeded: 2,
    backlog: 4000,
    checkpoint: { id: 48, isRestored: true },
  });
  const { lead, rest } = storySentence(incident, KILL_MS + 8000, "open");
  expect(words(lead)).toBe("taskmanager-1 was killed 8.0 s ago. The job waits for 2 slots; the cluster has 0.");
  expect(rest).toBe("It will go back to checkpoint 48, taken 28 ms before.");
  expect(storySteps(incident, 1795248412296).slice(2, 4)).toMatchObject([
    { title: "RESTARTING: 1.0 s", progress: "done", detail: "restart delay" },
    { title: "Waiting for slots: 5.6 s", progress: "now", detail: "8 tasks SCHEDULED, no TaskManager" },
  ]);
  expect(wayOut(incident, ["taskmanager-1"])).toBe("taskmanager-1");
  expect(wayOut(incident, [])).toBeUndefined();
});

test("recovered: each step with the times of the subtasks, and caught up when what was written had been read", () => {
  const back = recorded("05-recovered", JOB, STARTED, { atMs: 1795248440000, written: 34_000, read: 20_000, pending: 14_000 });
  const book = told(RUNNING(), WAITING(), back);
  const incident = incidentOf(book);
  expect(incident).toMatchObject({
    phase: "catching-up",
    deployedMs: 1795248438301,
    restoringMs: 1795248438509,
    runningMs: 1795248439122,
    backlog: 14_000,
  });
  const live = incidentOf(nextStory(book, { ...back, reading: { atMs: 1795248441000, written: 34_400, read: 34_390, pending: 0 } }));
  expect(live).toMatchObject({ phase: "over", caughtUpMs: 1795248441000 });
  expect(storySteps(live, 0).map(({ title }) => title)).toEqual([
    "Killed",
    "Noticed: 1.2 s",
    "RESTARTING: 1.0 s",
    "Waiting for slots: 31.6 s",
    "Deploy: 208 ms",
    "Restore checkpoint 48: 613 ms",
    "Catch up: 1.9 s",
  ]);
  const sentence = words(recoveredParts(live, live.startMs, "holds"));
  expect(sentence).toMatch(
    /^taskmanager-1 was killed at \d\d:\d\d:\d\d; the job went back to checkpoint 48 and had caught up 36\.5 s later\. No click lost, none counted twice\.$/,
  );
  expect(words(recoveredParts(live, live.startMs, "open"))).not.toContain("No click lost");
});

test("the proof speaks of an incident once the windows are judged that were open then", () => {
  const reach = { standing: "holds", judgedThroughMs: 5000, newestClickMs: 9000 } as const;
  expect(proofThrough(reach, 5001)).toBe("open");
  expect(proofThrough(reach, 5000)).toBe("holds");
  expect(proofThrough({ ...reach, judgedThroughMs: undefined }, 5000)).toBe("open");
  expect(proofThrough(reach, undefined)).toBe("open");
  expect(proofThrough({ ...reach, standing: "broken" }, 5001)).toBe("broken");
  expect(proofThrough(undefined, 5000)).toBe("open");
});

test("once told it is told: the next kill is another story", () => {
  const back = recorded("05-recovered", JOB, STARTED, { atMs: 1795248440000, written: 34_000, read: 34_000, pending: 0 });
  const book = told(RUNNING(), WAITING(), back);
  expect(incidentOf(book).phase).toBe("over");
  expect(nextStory(book, back)).toBe(book);
  const again = nextContainerHistory(STARTED, 1795248460000, [DOWN]);
  const second = nextStory(book, { ...back, history: again, job: { ...back.job, now: 1795248460500 } });
  expect(incidentOf(second)).toMatchObject({ phase: "unnoticed", kills: [{ seenMs: 1795248460000 }], failure: undefined });
});

test("a page that comes later tells what the history holds, without the kill that nobody saw", () => {
  const incident = incidentOf(told(recorded("05-recovered")));
  expect(incident).toMatchObject({ phase: "over", kills: [], startMs: 1795248405679, runningMs: 1795248439122 });
  expect(words(recoveredParts(incident, incident.startMs, "holds"))).toMatch(
    /^A TaskManager was lost at \d\d:\d\d:\d\d; the job went back to checkpoint 48 and all its tasks ran again 33\.4 s later\.$/,
  );
  expect(storySteps(incident, 0)[0]).toMatchObject({ title: "Failed", progress: "done" });
});

test("a page that comes after all tasks ran again does not measure when they had caught up", () => {
  const late: StoryFacts["reading"] = { atMs: 1795248450408, written: 34_000, read: 34_000, pending: 0 };
  const history = nextContainerHistory(undefined, 1795248450000, [container()]);
  const incident = incidentOf(told(recorded("05-recovered", JOB, history, late)));
  expect(incident).toMatchObject({ phase: "over", caughtUpMs: undefined, isWatched: false });
  expect(storySteps(incident, 0).map(({ id }) => id)).not.toContain("catching-up");
});

test("a page that comes while it waits does", () => {
  const history = nextContainerHistory(undefined, 1795248413000, [DOWN]);
  const waiting = { ...WAITING(), history };
  const back = recorded("05-recovered", JOB, history, { atMs: 1795248450408, written: 34_000, read: 34_000, pending: 0 });
  expect(incidentOf(told(waiting, back))).toMatchObject({ phase: "over", caughtUpMs: 1795248450408 });
});

test("tries without slots are one incident with its root, and it says how long the next may take", () => {
  const incident = incidentOf(told(recorded("20-slot-request-timed-out", "c54015c198d81f38c4981ab9dede34dd")));
  expect(incident).toMatchObject({
    phase: "restarting",
    startMs: 1795250965499,
    triesWithoutSlots: 15,
    failure: { notice: "two heartbeats undeliverable" },
  });
  const { lead, rest } = storySentence(incident, 1795250965499 + 10_000, "open");
  expect(words(lead)).toBe("A TaskManager was lost 10 s ago. The job tried 15 times to get 2 slots; the cluster has 0.");
  expect(rest).toBe(
    "It tries again by itself; the next try may take up to a minute. It will go back to checkpoint 20, taken 1.9 s before.",
  );
  expect(storySteps(incident, 0).find(({ id }) => id === "restarting")).toMatchObject({
    progress: "now",
    detail: "15 tries without slots",
  });
});

test("a function that throws loses no container: the sentence names task and exception, as text", () => {
  const incident = incidentOf(told(recorded("13-failing", "1ce331bd90bf2346f78dcef5edbcafff")));
  expect(incident).toMatchObject({ phase: "over", kills: [], startMs: 1795248539228 });
  expect(incident.failure).toEqual({
    atMs: 1795248539228,
    notice: "IllegalStateException",
    loss: undefined,
    exception: "IllegalStateException",
    message: "boom <img src=x onerror=alert(1)> at 199",
    task: "step 0.3 (1/1)",
    isNeverRestarted: false,
  });
  expect(words(recoveredParts(incident, incident.startMs, "open"))).toMatch(/^IllegalStateException in step 0\.3 \(1\/1\) at /);
});

test("a TaskManager that was stopped said goodbye: that is no loss", () => {
  const facts = WAITING();
  const [entry] = facts.exceptions;
  if (entry === undefined) throw new Error("the recording has an exception");
  const stopped = {
    ...entry,
    exceptionName: "org.apache.flink.util.FlinkException",
    stacktrace: "org.apache.flink.util.FlinkException: The TaskExecutor is shutting down.",
  };
  const incident = incidentOf(told({ ...facts, history: undefined, exceptions: [stopped] }));
  expect(incident.failure).toMatchObject({ notice: "it said goodbye", loss: "stopped" });
  expect(words(storySentence(incident, entry.timestamp + 3000, "open").lead)).toMatch(
    /^A TaskManager was stopped 3\.0 s ago\. The job waits/,
  );
  expect(wayOut(incident, ["taskmanager-2"])).toBe("taskmanager-2");
});

test("without checkpointing the job is FAILED, and the reason stands there", () => {
  const facts = recorded("19-no-checkpointing-killed", "fdd26f65387a8407cce5d9f84ea07b8f");
  const incident = incidentOf(told(facts));
  expect(incident).toMatchObject({ phase: "failed", failure: { isNeverRestarted: true, notice: "two heartbeats undeliverable" } });
  const { lead, rest } = storySentence(incident, facts.job.now, "open");
  expect(words(lead)).toContain("The job FAILED.");
  expect(rest).toBe(
    "It has no restart strategy, as by default without checkpointing. The cause: ResourceManagerException, TaskManager with id tm1 is no longer reachable.",
  );
  expect(wayOut(incident, ["taskmanager-1"])).toBeUndefined();
});

test("a failure after all tasks ran again begins another incident, though the first had not caught up", () => {
  const back = recorded("05-recovered", JOB, STARTED, { atMs: 1795248440000, written: 34_000, read: 20_000, pending: 14_000 });
  const [first] = back.exceptions;
  if (first === undefined) throw new Error("the recording has an exception");
  const failed: StoryFacts = {
    ...back,
    job: { ...back.job, state: "RESTARTING", now: 1795248450500 },
    exceptions: [
      {
        ...first,
        timestamp: 1795248450400,
        exceptionName: "java.lang.IllegalStateException",
        stacktrace: "java.lang.IllegalStateException: boom",
      },
      ...back.exceptions,
    ],
  };
  const incident = incidentOf(told(RUNNING(), WAITING(), back, failed));
  expect(incident).toMatchObject({ startMs: 1795248450400, kills: [], phase: "restarting", failure: { message: "boom" } });
});
