import { environmentManager, QueryClient, QueryObserver } from "@tanstack/query-core";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { createWideCluster } from "../../mocks/wide-cluster.ts";
import type { ObservedBackend } from "../client/backend.ts";
import type { Transport } from "../client/transport.ts";
import { verdictOf } from "../domain/assessment.ts";
import type { JobOverview } from "../rest/jobs.ts";
import { backendOver, recordedTransport } from "../testing/recorded-backend.tsx";
import { recordedJob } from "../testing/recorded-job.ts";
import { withCases } from "../testing/reply-cases.ts";
import { assessJob, nextJob, ON_JOB_PAGE } from "./assess-job.ts";
import { checkpointsOptions } from "./checkpoints.ts";
import { exceptionsOptions } from "./exceptions.ts";
import type { JobTriage, TriageRound } from "./job-triage.ts";
import { jobOptions, jobsOverviewOptions } from "./jobs.ts";
import { triageRoundOptions } from "./triage.ts";

const { job } = await recordedJob("02-running-warm-metrics");
const JOB = job.jid;
/** What the recording has no reply to. */
const NONE: Readonly<Record<string, unknown>> = {
  [`/jobs/${JOB}/metrics`]: [{ id: "numRestarts", value: "0" }],
  [`/jobs/${JOB}/checkpoints/config`]: { interval: 1000 },
};

/** A recorded job at work. Calls whose path matches `refused` fail. Paths are recorded in `asked`. */
function cluster(refused: RegExp | undefined, asked: string[] = []): ObservedBackend {
  const recorded = recordedTransport("02-running-warm-metrics");
  const transport: Transport = async (request) => {
    const { pathname } = new URL(request.url);
    asked.push(pathname);
    if (refused?.test(pathname) === true) return Response.json({ errors: ["not now"] }, { status: 503 });
    const reply = NONE[pathname];
    return reply === undefined ? recorded(request) : Response.json(reply);
  };
  return { backend: backendOver(transport), refreshMs: 3000 };
}

function createClient(): QueryClient {
  return new QueryClient({ defaultOptions: { queries: { retry: false, networkMode: "always" } } });
}

async function assessed(observed: ObservedBackend, queryClient = createClient(), known?: JobTriage): Promise<JobTriage> {
  return assessJob({ observed, queryClient, signal: new AbortController().signal }, JOB, known, ON_JOB_PAGE);
}

beforeEach(() => environmentManager.setIsServer(() => false));
afterEach(() => vi.useRealTimers());

it("finds nothing in a recorded job at work, and has the values that a list sorts by", async () => {
  const { assessment, restarts, checkpoint } = await assessed(cluster(undefined));
  expect(assessment.reasons).toEqual([]);
  expect(assessment.unread).toEqual([]);
  expect(restarts).toBe(0);
  expect(checkpoint?.id).toBe(45);
});

it.each([
  ["job", /^\/jobs\/[0-9a-f]+$/],
  ["checkpoints", /\/checkpoints$/],
  ["restarts", /^\/jobs\/[0-9a-f]+\/metrics$/],
  ["load", /\/backpressure$/],
  ["lag", /\/subtasks\/metrics$/],
] as const)("is not assessed as far as the call for %s fails: %s", async (source, refused) => {
  const { assessment } = await assessed(cluster(refused));
  expect(verdictOf(assessment)).toBe("not-assessed");
  expect(assessment.unread.map((one) => one.source)).toContain(source);
});

it("does not read the exceptions of a job that was never restarted, and needs them otherwise", async () => {
  const asked: string[] = [];
  await assessed(cluster(/\/exceptions$/, asked));
  expect(asked.filter((path) => path.endsWith("/exceptions"))).toEqual([]);
  // Without the number of restarts it is not known.
  const { assessment } = await assessed(cluster(/\/exceptions$|^\/jobs\/[0-9a-f]+\/metrics$/));
  expect(assessment.unread.map(({ source }) => source)).toEqual(["restarts", "exceptions"]);
});

it("uses the replies that the page has just received", async () => {
  const asked: string[] = [];
  const observed = cluster(undefined, asked);
  const queryClient = createClient();
  await queryClient.fetchQuery(jobOptions(observed, JOB));
  await queryClient.fetchQuery(checkpointsOptions(observed, JOB));
  await queryClient.fetchQuery(exceptionsOptions(observed, JOB));
  const own = asked.splice(0);
  await assessed(observed, queryClient);
  expect(asked.filter((path) => own.includes(path))).toEqual([]);
});

function overviewJob(jid: string, change: Partial<JobOverview> = {}): JobOverview {
  const tasks = { total: 2, running: 2, finished: 0 } as JobOverview["tasks"];
  return { jid, state: "RUNNING", tasks, ...change } as JobOverview;
}

function triaged(atMs: number, isTroubled: boolean): JobTriage {
  const reason = { kind: "backpressure", label: "", text: "", since: undefined, tab: "backpressure" } as const;
  const assessment = { atMs, reasons: isTroubled ? [reason] : [], unread: [] };
  return { assessment, restarts: undefined, checkpoint: undefined, bottleneck: undefined, memory: {} as JobTriage["memory"] };
}

it("assesses jobs in view first, those in trouble before the others, and each after a refresh", () => {
  const jobs = [
    overviewJob("hidden"),
    overviewJob("seen"),
    overviewJob("stuck", { tasks: { total: 2, running: 0, finished: 0 } as JobOverview["tasks"] }),
  ];
  const now = { inView: ["seen", "stuck"], nowMs: 1_000_000, leastMs: 3000 };
  const order: string[] = [];
  const byJob = new Map<string, JobTriage | undefined>();
  for (let next = nextJob(jobs, byJob, now); next !== undefined; next = nextJob(jobs, byJob, now)) {
    order.push(next.jid);
    byJob.set(next.jid, triaged(now.nowMs, false));
  }
  expect(order).toEqual(["stuck", "seen", "hidden"]);
});

it("assesses every job in turn, and those in trouble more often", () => {
  const ids = Array.from({ length: 30 }, (_, index) => String(index));
  const jobs = ids.map((id) => overviewJob(id));
  const byJob = new Map<string, JobTriage | undefined>();
  const counts = new Map<string, number>();
  for (let nowMs = 1_000_000; nowMs < 1_600_000; nowMs += 1000) {
    const next = nextJob(jobs, byJob, { inView: ids.slice(0, 10), nowMs, leastMs: 3000 });
    if (next === undefined) continue;
    counts.set(next.jid, (counts.get(next.jid) ?? 0) + 1);
    byJob.set(next.jid, triaged(nowMs, next.jid === "3" || next.jid === "20"));
  }
  const [troubled = 0, well = 0, hidden = 0, hiddenTroubled = 0] = ["3", "4", "21", "20"].map((id) => counts.get(id));
  expect(ids.map((id) => counts.get(id) ?? 0)).not.toContain(0);
  expect(troubled).toBeGreaterThan(well);
  expect(well).toBeGreaterThan(hidden);
  expect(hiddenTroubled).toBeGreaterThan(hidden);
  expect(hidden).toBeGreaterThan(5);
});

it("assesses 30 jobs within a minute at 4 requests a second, and keeps their times", async () => {
  vi.useFakeTimers({ now: 1_800_000_000_000 });
  const wide = createWideCluster({ vertices: 5, parallelism: 2, otherJobs: 29, now: () => Date.now() });
  const asked: number[] = [];
  const observed = {
    backend: backendOver((request) => {
      asked.push(Date.now());
      return wide(request);
    }),
    refreshMs: 3000,
  };
  const queryClient = createClient();
  await queryClient.fetchQuery(jobsOverviewOptions(observed));
  const observer = new QueryObserver<TriageRound>(queryClient, triageRoundOptions(observed) as never);
  const stop = observer.subscribe(() => undefined);
  await vi.advanceTimersByTimeAsync(60_000);
  stop();
  const round = Object.values(observer.getCurrentResult().data?.byJob ?? {});
  expect(round.filter((one) => one !== undefined)).toHaveLength(30);
  expect(asked.length).toBeLessThanOrEqual(4 * 60 + 1);
  for (const one of round) expect(one?.assessment.atMs).toBeGreaterThan(1_800_000_000_000);
});

it("needs the checkpoint interval only if the latest checkpoint is old", async () => {
  const asked: string[] = [];
  const intervalCalls = (): number => asked.filter((path) => path.endsWith("/checkpoints/config")).length;
  await assessed(cluster(undefined, asked));
  expect(intervalCalls()).toBe(0);
  const later = withCases(recordedTransport("02-running-warm-metrics"), [
    { path: "/jobs/:jobid", change: { now: job.now + 600_000 } },
    { path: "/jobs/:jobid/checkpoints/config", status: 503, reply: { errors: ["not now"] } },
  ]);
  const { assessment } = await assessed({ backend: backendOver(later), refreshMs: 3000 });
  expect(assessment.unread.find(({ source }) => source === "checkpoints")?.why).toContain("not now");
});

it("makes its first calls at once on the page of a job, and waits for its turn in a list", async () => {
  // With the clock stopped, nothing has its turn.
  vi.useFakeTimers({ toFake: ["Date"] });
  const asked: string[] = [];
  const observed = cluster(undefined, asked);
  for (let call = 0; call < 20; call++) observed.backend.client.pacer.note();
  expect((await assessed(observed)).assessment.unread).toEqual([]);
  const before = asked.length;
  const queryClient = createClient();
  const signal = AbortSignal.timeout(300);
  const inTurn = { ...ON_JOB_PAGE, isFirstAtOnce: false };
  await expect(assessJob({ observed, queryClient, signal }, JOB, undefined, inTurn)).rejects.toThrow("timeout");
  expect(asked.length).toBe(before);
});
