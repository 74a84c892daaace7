// The recorded clusters in a browser: their list, and their replies. Each recording is loaded at
// its first request.
import type { Transport } from "../../src/client/transport.ts";
import { FakePlayground } from "../../src/testing/fake-playground.ts";
import { createRecordedCluster } from "../recorded-cluster.ts";
import type { Recording } from "../recordings.ts";
import { createWideCluster } from "../wide-cluster.ts";

const FILES = import.meta.glob<Recording>("../fixtures/flink-*/**/*.json", { import: "default" });

/** Loads a recording by name: `flink-2.3.0/05-recovered`. */
const LOADERS = new Map(Object.entries(FILES).map(([path, load]) => [path.slice("../fixtures/".length, -".json".length), load]));

/** The recording behind the fake playground. */
const RUNNING = "flink-2.3.0/02-running-warm-metrics";

/** Clusters that are not recorded, by id. Their values were never measured. */
const MADE_UP = new Map<string, { readonly label: string; readonly load: () => Promise<Transport> }>([
  ["fake-playground", { label: "Fake playground", load: async () => new FakePlayground().over(await loadRecorded(RUNNING)) }],
  [
    "made-up",
    { label: "Made-up job", load: () => Promise.resolve(createWideCluster({ vertices: 8, parallelism: 4, now: () => Date.now() })) },
  ],
]);

/** The path below which these clusters are served. */
const PREFIX = "/recorded/";

/** The content of `drey.json`: every recording is a cluster, named like its file. */
export function recordedBackends(): object {
  const recorded = [...LOADERS.keys()].toSorted().map((name) => ({ kind: "http", id: name, url: `.${PREFIX}${name}/` }));
  const madeUp = [...MADE_UP].map(([id, { label }]) => ({
    kind: "http",
    id,
    url: `.${PREFIX}${id}/`,
    label,
    playground: id === "fake-playground",
  }));
  return { backends: [...recorded, ...madeUp] };
}

/**
 * Answers a request to one of these clusters, wherever the page is served. Rejects writes with a
 * message.
 */
export function createRecordedClusters(): Transport {
  const clusters = new Map<string, Promise<Transport>>();
  return async (request) => {
    const url = new URL(request.url);
    const path = url.pathname.slice(url.pathname.indexOf(PREFIX) + PREFIX.length);
    const name = longestName(path);
    if (name === undefined) return refuse(404, `There is no recording at ${url.pathname}.`);
    let cluster = clusters.get(name);
    if (cluster === undefined) {
      cluster = MADE_UP.get(name)?.load() ?? loadRecorded(name);
      clusters.set(name, cluster);
    }
    return (await cluster)(new Request(new URL(`${path.slice(name.length)}${url.search}`, url.origin), request));
  };
}

/** The cluster of a path. The longest match wins, because a name may be a prefix of another. */
function longestName(path: string): string | undefined {
  const names = [...LOADERS.keys(), ...MADE_UP.keys()].filter((name) => path.startsWith(`${name}/`));
  return names.toSorted((a, b) => b.length - a.length)[0];
}

async function loadRecorded(name: string): Promise<Transport> {
  const recording = await LOADERS.get(name)?.();
  if (recording === undefined) throw new Error(`There is no recording ${name}.`);
  const recorded = createRecordedCluster(recording);
  return (request) =>
    request.method === "GET"
      ? recorded(request)
      : Promise.resolve(refuse(405, "This cluster is a recording: it answers reads and cannot be changed."));
}

function refuse(status: number, sentence: string): Response {
  return Response.json({ errors: [sentence] }, { status });
}
