// bench/results.json: the newest figures of each part, so that a part can be measured again alone.
import { readFile, writeFile } from "node:fs/promises";
import { cpus, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import type { PartReport } from "./part.ts";

/** The path of the figures. Not under version control. */
const FILE = fileURLToPath(new URL("./results.json", import.meta.url));

/** The machine in one line. */
export function describeMachine(): string {
  const processors = cpus();
  return `Node ${process.version}, ${String(processors.length)} × ${processors[0]?.model ?? "unknown processor"}`;
}

/** The machine's load average over one minute, because other load disturbs the measurement. */
export function loadNow(): number {
  return loadavg()[0] ?? 0;
}

/** Replaces a part's older figures. Returns the file's path. */
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
