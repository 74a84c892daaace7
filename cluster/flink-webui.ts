// Flink's own WebUI: the static files that Flink ships, fetched from Maven Central once and kept in the cache.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { cacheDirectory } from "./cache-directory.ts";
import { FLINK_VERSIONS, type FlinkLine } from "./flink-versions.ts";
import { hasMaven, whyNoJava } from "./java-programs.ts";

const run = promisify(execFile);
const UNPACK = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:unpack";
const FETCH_TIMEOUT_MS = 240_000;

/** Why its files cannot be had on this machine, as the rest of "skipped, because …"; undefined if they can. */
export function whyNoFlinkWebUi(line: FlinkLine): string | undefined {
  if (existsSync(directoryOf(line))) return undefined;
  return whyNoJava() ?? (hasMaven() ? undefined : "mvn is not on this machine, and Flink's WebUI is not in the cache");
}

/** The directory of its files, `index.html` among them. Rejects with a sentence if Maven is missing or fails. */
export async function fetchFlinkWebUi(line: FlinkLine): Promise<string> {
  const directory = directoryOf(line);
  if (existsSync(directory)) return directory;
  const missing = whyNoFlinkWebUi(line);
  if (missing !== undefined) throw new Error(missing);
  await mkdir(cacheDirectory(), { recursive: true });
  // Beside its place and then renamed: what is there is complete, also if two fetch at the same time.
  const half = await mkdtemp(`${directory}.half-`);
  const artifact = `org.apache.flink:flink-runtime-web:${FLINK_VERSIONS[line].flink}`;
  try {
    await run("mvn", ["-q", "-B", UNPACK, `-Dartifact=${artifact}`, `-DoutputDirectory=${half}`, "-Dmdep.unpack.includes=web/**"], {
      // The plugin leaves marks in a folder of the working directory.
      cwd: half,
      timeout: FETCH_TIMEOUT_MS,
    });
    await rename(join(half, "web"), directory).catch((error: unknown) => {
      if (!existsSync(directory)) throw error;
    });
  } catch (error) {
    throw new Error(`Maven could not fetch Flink's WebUI: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  } finally {
    await rm(half, { recursive: true, force: true });
  }
  return directory;
}

function directoryOf(line: FlinkLine): string {
  return join(cacheDirectory(), `flink-webui-${FLINK_VERSIONS[line].flink}`);
}
