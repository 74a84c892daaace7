// npm run compare: takes the engine and live Flinks through the same situations and writes
// docs/beside-flink.md.
//
//   npm run compare                         five journeys of the engine, of Flink 2.3 and of 1.20
//   npm run compare -- --runs 1 --flink 2.3 one journey, of one Flink
//   npm run compare -- --dry                prints the page and writes nothing
//   npm run compare -- --keep directory     keeps each journey there, and makes only those that are missing
import { writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { whyNoLiveCluster } from "../cluster/live-cluster.ts";
import { main, UsageError, UserError } from "../tools/command.mjs";
import { run } from "../tools/node24.mjs";
import { KeptJourneys } from "./compare/kept-journeys.ts";
import { distinct, differencesOf } from "./compare/replies.ts";
import { reasonsOf, tablesOf, type Travelled } from "./compare/report.ts";
import { travel, type TravelledStep } from "./compare/travel.ts";
import { judge } from "./contract-walker.ts";
import { LIVE_DEVIATIONS } from "./deviations.ts";
import type { Backend } from "./suite/backend.ts";
import { engineOverHttp } from "./suite/engine-backends.ts";
import { liveFlink } from "./suite/live-backend.ts";

const DEFAULT_RUNS = 5;
const VERSIONS = ["2.3", "1.20"] as const;
const DOCUMENT = fileURLToPath(new URL("../docs/beside-flink.md", import.meta.url));

await main(async (args) => {
  const { runs, versions, isDry, keep } = parse(args);
  const problem = whyNoLiveCluster();
  if (problem !== undefined) throw new UserError(`npm run compare needs a live Flink: ${problem}.`);
  const travelAll = (name: string, start: () => Promise<Backend>) => journeysOf(name, start, runs, new KeptJourneys(keep, name));
  const engine = await travelAll("engine", engineOverHttp);
  const flinks: (Travelled & { readonly version: (typeof VERSIONS)[number] })[] = [];
  for (const version of versions) flinks.push({ version, ...(await travelAll(`Flink ${version}`, () => liveFlink(version))) });

  const judged = flinks.map(({ name, version, journeys }) => {
    const differences = distinct(journeys.flatMap((flink, index) => differencesOf(flink, engine.journeys[index] ?? [])));
    const verdict = judge(differences, LIVE_DEVIATIONS[version]);
    console.log(
      `\n${name}: ${differences.length} differences between the replies, ${differences.length - verdict.unexpected.length} of them listed`,
    );
    for (const { place, kind, detail } of verdict.unexpected) console.log(`  ${kind} at ${place}: ${detail}`);
    return { name, unexpected: verdict.unexpected, used: LIVE_DEVIATIONS[version].filter((listed) => !verdict.unused.includes(listed)) };
  });
  const tables = tablesOf(engine, flinks);
  const reasons = reasonsOf(judged);
  console.log(`\n${tables}\n${reasons}`);
  if (!isDry) {
    await writeFile(DOCUMENT, documentWith(tables, reasons, runs));
    await run("oxfmt", [DOCUMENT]);
  }
  return judged.every(({ unexpected }) => unexpected.length === 0) ? 0 : 1;
});

/** Runs each journey in its own cluster. */
async function journeysOf(name: string, start: () => Promise<Backend>, runs: number, kept: KeptJourneys): Promise<Travelled> {
  const journeys: (readonly TravelledStep[])[] = kept.load(runs);
  for (let journey = journeys.length + 1; journey <= runs; journey++) {
    console.log(`\n${name}, journey ${journey} of ${runs}`);
    const backend = await start();
    try {
      const begun = performance.now();
      const seconds = () => ((performance.now() - begun) / 1_000).toFixed(0);
      const travelled = await travel(backend, (line) => console.log(`  ${seconds()} s: ${line}`));
      kept.keep(journey, travelled);
      journeys.push(travelled);
    } finally {
      await backend.stop();
    }
  }
  return { name, journeys };
}

function documentWith(tables: string, reasons: string, runs: number): string {
  const month = new Date().toLocaleDateString("en", { month: "long", year: "numeric" });
  return `# The engine beside live Flinks

\`npm run compare\` takes the engine (over HTTP, on threads) and live clusters of Apache Flink through
the same situations and writes this page. Each journey has its own cluster. Differences in behaviour
are in [deviations.md](deviations.md).

## Order in time

A time is in seconds, from the start of the step until the last job or task had the event. Shown is
the median (least–most) of ${runs} ${runs === 1 ? "journey" : "journeys"}, from timestamps that the clusters report.

Measured in ${month} on a machine with ${cpus().length} cores, where each further process slows the others. So
compare the order of events. Only the delays that Flink makes on purpose are the same everywhere.

${tables}
## Replies

At the end of each step, the command makes every read call of the dashboard. It compares the keys,
types and enum words of the replies. The differences below are listed in \`contract/deviations.ts\`; a
difference that is not listed fails the command. A place begins with the step; \`*\` is any text.

${reasons}`;
}

function parse(args: string[]) {
  try {
    const options = {
      runs: { type: "string" },
      flink: { type: "string", multiple: true },
      dry: { type: "boolean" },
      keep: { type: "string" },
    } as const;
    const { runs = String(DEFAULT_RUNS), flink = VERSIONS, dry = false, keep } = parseArgs({ args, options }).values;
    if (!/^[1-9]\d*$/.test(runs)) throw new Error(`--runs takes a whole number of at least 1, not "${runs}"`);
    const versions = VERSIONS.filter((version) => flink.includes(version));
    const unknown = flink.find((version) => !versions.some((known) => known === version));
    if (unknown !== undefined) throw new Error(`--flink takes ${VERSIONS.join(" or ")}, not "${unknown}"`);
    return { runs: Number(runs), versions, isDry: dry, keep };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
