// bench/results.json: the newest figures of each part, so that a part can be measured again by itself.
import { readFile, writeFile } from "node:fs/promises";
import { cpus, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import type { PartReport } from "./part.ts";

/** Where the figures go. Not under version control. */
const FILE = fileURLToPath(new URL("./results.json", import.meta.url));

/** The machine in one line, for people. */
export function describeMachine(): string {
  const processors = cpus();
  return `Node ${process.version}, ${String(processors.length)} × ${processors[0]?.model ?? "unknown processor"}`;
}

/** How busy the machine is, a minute's average: what else runs on it disturbs what is measured. */
export function loadNow(): number {
  return loadavg()[0] ?? 0;
}

/** Puts a part's figures in the place of its older ones. Answers the file's path. */
export async function saveResults(part: string, report: PartReport, loadBefore: number): Promise<string> {
  const known: unknown = await readFile(FILE, "utf8").then(JSON.parse, () => ({}));
  const results = {
    ...(typeof known === "object" ? known : {}),
    [part]: {
      measuredAt: new Date().toISOString(),
      machine: describeMachine(),
      loadBefore,
      loadAfter: loadNow(),
      data: report.data,
      aims: report.aims ?? [],
    },
  };
  await writeFile(FILE, `${JSON.stringify(results, undefined, 2)}\n`);
  return FILE;
}
