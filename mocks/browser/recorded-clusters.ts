// The recorded clusters as a browser sees them: their list, and their replies. Each recording is
// loaded at its first request.
import type { Transport } from "../../src/client/transport.ts";
import { FakePlayground } from "../../src/testing/fake-playground.ts";
import flameGraphs from "../fixtures/flame-graphs.json" with { type: "json" };
import { hostileName } from "../hostile-texts.ts";
import { createRecordedCluster } from "../recorded-cluster.ts";
import type { Recording } from "../recordings.ts";
import type { JobsOverview } from "../../src/rest/jobs.ts";
import { createWideCluster } from "../wide-cluster.ts";

/** Loads a recording by name: `flink-2.3.0/05-recovered`. */
export type RecordingLoaders = ReadonlyMap<string, () => Promise<Recording>>;

/** The sources of the replies. */
interface Sources {
  readonly recordings: RecordingLoaders;
  /** The page's clock, epoch ms. */
  readonly now: () => number;
}

/** A cluster that is made up, or a recording with changed replies. */
interface MadeUpCluster {
  readonly label: string;
  readonly hasPlayground?: boolean;
  readonly load: (sources: Sources) => Promise<Transport>;
}

const RUNNING = "flink-2.3.0/02-running-warm-metrics";
const BACKPRESSURED = "flink-2.3.0/14-backpressured-warm-metrics";

/**
 * Clusters that are not recorded, by id. Their values were never measured, except those of
 * `flame-graph` and `failing-calls`.
 */
const MADE_UP = new Map<string, MadeUpCluster>([
  [
    "fake-playground",
    { label: "Fake playground", hasPlayground: true, load: async (sources) => fakePlayground().over(await loadRecorded(sources, RUNNING)) },
  ],
  ["flame-graph", { label: "Flame graph", load: async (sources) => withFlameGraph(await loadRecorded(sources, BACKPRESSURED)) }],
  ["failing-calls", { label: "Failing calls", load: async (sources) => failingLater(await loadRecorded(sources, RUNNING)) }],
  ["made-up", { label: "Made-up job", load: ({ now }) => Promise.resolve(createWideCluster({ vertices: 8, parallelism: 4, now })) }],
  [
    "hostile-names",
    {
      label: "Hostile names",
      load: ({ now }) => Promise.resolve(createWideCluster({ vertices: 8, parallelism: 4, taskManagers: 40, nameOf: hostileName, now })),
    },
  ],
  ["many-jobs", { label: "Many jobs", load: manyJobs }],
  [
    "many-vertices",
    {
      label: "Many vertices",
      load: ({ now }) => Promise.resolve(createWideCluster({ vertices: 300, parallelism: 4, taskManagers: 40, now })),
    },
  ],
]);

/** The path below which these clusters are served. */
export const RECORDED_PREFIX = "/recorded/";

/** The content of `drey.json`: every recording is a cluster, named like its file. */
export function recordedBackends(recordings: RecordingLoaders): object {
  const recorded = [...recordings.keys()].toSorted().map((name) => ({ kind: "http", id: name, url: `.${RECORDED_PREFIX}${name}/` }));
  const madeUp = [...MADE_UP].map(([id, { label, hasPlayground = false }]) => ({
    kind: "http",
    id,
    url: `.${RECORDED_PREFIX}${id}/`,
    label,
    playground: hasPlayground,
  }));
  return { backends: [...recorded, ...madeUp] };
}

/**
 * Answers a request to one of these clusters, wherever the page is served. Rejects writes with a
 * message.
 */
export function createRecordedClusters(sources: Sources): Transport {
  const names = [...sources.recordings.keys(), ...MADE_UP.keys()];
  const clusters = new Map<string, Promise<Transport>>();
  return async (request) => {
    const url = new URL(request.url);
    const path = url.pathname.slice(url.pathname.indexOf(RECORDED_PREFIX) + RECORDED_PREFIX.length);
    const name = longestName(names, path);
    if (name === undefined) return refuse(404, `There is no recording at ${url.pathname}.`);
    let cluster = clusters.get(name);
    if (cluster === undefined) {
      cluster = MADE_UP.get(name)?.load(sources) ?? loadRecorded(sources, name);
      clusters.set(name, cluster);
    }
    return (await cluster)(new Request(new URL(`${path.slice(name.length)}${url.search}`, url.origin), request));
  };
}

/** Recordings whose running jobs have different ids. */
const TROUBLED = [
  RUNNING,
  "flink-2.3.0/09-waiting-for-slots",
  "flink-2.3.0/13-failing",
  "flink-2.3.0/21-backpressured-late-in-the-even-minute",
  "flink-2.3.0/18-adaptive-after-loss",
];

/** Made-up jobs, and beside them the running jobs of several recordings. */
async function manyJobs(sources: Sources): Promise<Transport> {
  const wide = createWideCluster({ vertices: 5, parallelism: 2, otherJobs: 24, now: sources.now });
  const owners = new Map<string, Transport>();
  const rows: unknown[] = [];
  for (const name of TROUBLED) {
    const cluster = await loadRecorded(sources, name);
    const { jobs } = (await (await cluster(new Request("http://recorded.invalid/jobs/overview"))).json()) as JobsOverview;
    for (const job of jobs.filter((one) => one["end-time"] < 0 && !owners.has(one.jid))) {
      owners.set(job.jid, cluster);
      rows.push(job);
    }
  }
  return async (request) => {
    const { pathname } = new URL(request.url);
    const [, , jobid = ""] = pathname.split("/");
    const reply = await (owners.get(jobid) ?? wide)(request);
    if (pathname !== "/jobs/overview") return reply;
    const { jobs } = (await reply.json()) as JobsOverview;
    return Response.json({ jobs: [...jobs, ...rows] });
  };
}

/** The cluster to which the path leads: one name may begin with another. */
function longestName(names: readonly string[], path: string): string | undefined {
  return names.filter((name) => path.startsWith(`${name}/`)).toSorted((a, b) => b.length - a.length)[0];
}

async function loadRecorded({ recordings }: Sources, name: string): Promise<Transport> {
  const recording = await recordings.get(name)?.();
  if (recording === undefined) throw new Error(`There is no recording ${name}.`);
  const recorded = createRecordedCluster(recording);
  return (request) =>
    request.method === "GET"
      ? recorded(request)
      : Promise.resolve(refuse(405, "This cluster is a recording: it answers reads and cannot be changed."));
}

/** The recordings have no sample of the slow operator; Flink took this one of the same job. */
function withFlameGraph(cluster: Transport): Transport {
  return (request) =>
    new URL(request.url).pathname.endsWith("/flamegraph") ? Promise.resolve(Response.json(flameGraphs["slow-operator"])) : cluster(request);
}

/** Calls that fail after their first reply: their data stays on the screen and becomes old. */
const FAILING_LATER = /\/(?:checkpoints|taskmanagers|jobmanager\/metrics)$/;

function failingLater(cluster: Transport): Transport {
  const answered = new Set<string>();
  return (request) => {
    const { pathname } = new URL(request.url);
    if (FAILING_LATER.test(pathname) && answered.has(pathname)) {
      return Promise.resolve(refuse(500, "This call is answered once and refused from then on."));
    }
    answered.add(pathname);
    return cluster(request);
  };
}

const PAGES = ["/help", "/index", "/shop", "/jobs", "/about", "/news"];
const WINDOW_MS = 15_000;
/** The end of the first window. */
const FIRST_WINDOW_END_MS = Date.UTC(2026, 10, 21, 8, 4, 45);

/** A playground whose job has written the counts of eight windows. */
function fakePlayground(): FakePlayground {
  const playground = new FakePlayground();
  const windowEndsMs = Array.from({ length: 8 }, (_, index) => FIRST_WINDOW_END_MS + index * WINDOW_MS);
  const results = windowEndsMs.flatMap((endMs) =>
    PAGES.map((page) => ({
      timestamp: endMs - 1,
      value: JSON.stringify({ windowStart: playgroundDate(endMs - WINDOW_MS), windowEnd: playgroundDate(endMs), page, count: 1000 }),
    })),
  );
  playground.records.output = results.map(({ value }) => value);
  playground.timestampOf = (topic, offset) => (topic === "output" ? (results[offset]?.timestamp ?? offset) : offset);
  playground.topics = playground.topics.map((topic) =>
    topic.name === "output" ? { ...topic, partitions: [{ partition: 0, beginOffset: 0, endOffset: results.length }] } : topic,
  );
  return playground;
}

/** As the playground writes dates: `dd-MM-yyyy HH:mm:ss:SSS`, UTC. */
function playgroundDate(atMs: number): string {
  const [, year, month, day, time, ms] = /^(\d+)-(\d+)-(\d+)T([\d:]+)\.(\d+)Z$/.exec(new Date(atMs).toISOString()) ?? [];
  return `${String(day)}-${String(month)}-${String(year)} ${String(time)}:${String(ms)}`;
}

function refuse(status: number, sentence: string): Response {
  return Response.json({ errors: [sentence] }, { status });
}
