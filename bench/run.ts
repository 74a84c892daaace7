// npm run bench: what Drey's engine does on this machine, as a table and as bench/results.json.
//
//   npm run bench                       everything
//   npm run bench -- core node          parts: core, node, chromium, recovery, page
//   npm run bench -- --parallelism 1    only that parallelism
import { writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { main, UsageError } from "../tools/command.mjs";
import { openBenchBrowser } from "./chromium-cluster.ts";
import type { ClusterUnderTest } from "./cluster-under-test.ts";
import { benchCore } from "./core.ts";
import { measureFirstGraph } from "./first-graph.ts";
import { clusterFor, INPUT_BUDGET_BYTES, PAGES, RANDOM_KEYS } from "./job-settings.ts";
import { startInNode } from "./node-cluster.ts";
import { LIVE_FLINK, measureRecovery, type RecoveryRow } from "./recovery.ts";
import { measureThroughput, type ThroughputRow } from "./throughput.ts";

const PARTS = ["core", "node", "chromium", "recovery", "page"];
const AIM_RECORDS_PER_SECOND = 40e6;
/** Flink 2.3.0 with this job at parallelism 1 on a machine of this kind, its source generating. */
const FLINK_RECORDS_PER_SECOND = 7.5e6;

await main(async (args) => {
  const { values, positionals } = parse(args);
  const parts = positionals.length > 0 ? positionals : PARTS;
  const unknown = parts.find((part) => !PARTS.includes(part));
  if (unknown !== undefined) throw new UsageError(`There is no part ${unknown}. Parts: ${PARTS.join(", ")}.`);
  const parallelisms = values.parallelism === undefined ? [1, 2] : [Number(values.parallelism)];

  const cpu = cpus();
  console.log(`Node ${process.version}, ${String(cpu.length)} × ${cpu[0]?.model ?? "unknown processor"}`);
  const results: Record<string, unknown> = { measuredAt: new Date().toISOString(), node: process.version, processors: cpu.length };

  if (parts.includes("core")) {
    results["core"] = await benchCore();
    console.table(results["core"]);
  }

  const throughput: ThroughputRow[] = [];
  const recovery: RecoveryRow[] = [];
  const measure = async (platform: string, start: (options: ReturnType<typeof clusterFor>) => Promise<ClusterUnderTest>) => {
    for (const parallelism of parallelisms) {
      for (const load of [PAGES, RANDOM_KEYS]) {
        const cluster = await start(clusterFor(load, parallelism));
        try {
          const row = await measureThroughput(cluster, { platform, load, parallelism });
          throughput.push(row);
          console.log(describe(row));
        } finally {
          await cluster.stop();
        }
      }
    }
  };
  const recover = async (platform: string, cluster: ClusterUnderTest) => {
    try {
      recovery.push(await measureRecovery(cluster, platform));
    } finally {
      await cluster.stop();
    }
  };

  if (parts.includes("node")) await measure("Node", (options) => Promise.resolve(startInNode(options)));
  if (parts.includes("recovery")) await recover("Node", startInNode({}));
  if (parts.includes("chromium") || parts.includes("recovery")) {
    const browser = await openBenchBrowser();
    try {
      if (parts.includes("chromium")) await measure(`Chromium ${browser.version}`, (options) => browser.start(options));
      if (parts.includes("recovery")) await recover(`Chromium ${browser.version}`, await browser.start({}));
    } finally {
      await browser.close();
    }
  }
  if (throughput.length > 0) {
    results["throughput"] = throughput;
    console.log(
      `\nTopic input may hold ${String(INPUT_BUDGET_BYTES / 1e6)} MB; the aim is ${millions(AIM_RECORDS_PER_SECOND)} at parallelism 1;`,
    );
    console.log(
      `Flink 2.3.0 itself ran this job, its source generating, at ${millions(FLINK_RECORDS_PER_SECOND)} on a machine of this kind.`,
    );
    console.table(throughput.map(throughputLine));
  }
  if (recovery.length > 0) {
    results["recovery"] = recovery;
    console.table([...recovery.map(recoveryLine), recoveryLine({ platform: "Flink 2.3.0, live", ...LIVE_FLINK })]);
  }
  if (parts.includes("page")) {
    results["page"] = await measureFirstGraph();
    console.table([results["page"]]);
  }

  const file = fileURLToPath(new URL("./results.json", import.meta.url));
  await writeFile(file, `${JSON.stringify(results, undefined, 2)}\n`);
  console.log(`Written to ${file}`);
  return 0;
});

function parse(args: string[]) {
  try {
    return parseArgs({ args, allowPositionals: true, options: { parallelism: { type: "string" } } });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function millions(recordsPerSecond: number): string {
  return `${(recordsPerSecond / 1e6).toFixed(1)} M/s`;
}

function describe(row: ThroughputRow): string {
  return `${row.platform}, ${row.load}, parallelism ${String(row.parallelism)}: ${millions(row.recordsPerSecond)}`;
}

function throughputLine(row: ThroughputRow) {
  return {
    platform: row.platform,
    load: row.load,
    p: row.parallelism,
    "records/s": millions(row.recordsPerSecond),
    ceiling: millions(row.ceilingRecordsPerSecond),
    seconds: row.measuredSeconds.toFixed(1),
    checkpoints: `${String(row.checkpointsCompleted)} (${String(row.checkpointsFailed)} failed)`,
    busy: Object.values(row.busy)
      .map((share) => `${(share * 100).toFixed(0)} %`)
      .join(" "),
    results: `${String(row.resultsChecked)} (${String(row.resultsWrong)} wrong)`,
  };
}

function recoveryLine(row: Partial<RecoveryRow> & { readonly platform: string }) {
  const seconds = (ms: number | undefined) => (ms === undefined ? "not measured" : `${(ms / 1000).toFixed(2)} s`);
  return {
    platform: row.platform,
    detection: seconds(row.detectionMs),
    restore: seconds(row.restoreMs),
    "catch-up": seconds(row.catchUpMs),
    backlog: row.backlogRecords ?? "",
  };
}
