// Flink's own WebUI: its static files, downloaded from Maven Central once and cached.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { cacheDirectory } from "./cache-directory.ts";
import { fetchByMaven } from "./fetch-by-maven.ts";
import { FLINK_VERSIONS, type FlinkLine } from "./flink-versions.ts";
import { hasMaven, whyNoJava } from "../tools/java.mjs";

const UNPACK = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:unpack";
const FETCH_TIMEOUT_MS = 240_000;

/**
 * Why its files are not available on this machine, as part of a sentence; undefined if they are.
 */
function whyNoFlinkWebUi(line: FlinkLine): string | undefined {
  if (existsSync(directoryOf(line))) return undefined;
  return whyNoJava() ?? (hasMaven() ? undefined : "Maven (mvn) is not installed, and Flink's WebUI is not in the cache");
}

/** The directory of its files, `index.html` among them. Rejects with a sentence if Maven is missing or fails. */
export async function fetchFlinkWebUi(line: FlinkLine): Promise<string> {
  const directory = directoryOf(line);
  if (existsSync(directory)) return directory;
  const missing = whyNoFlinkWebUi(line);
  if (missing !== undefined) throw new Error(missing);
  const artifact = `org.apache.flink:flink-runtime-web:${FLINK_VERSIONS[line].flink}`;
  const goal = (output: string) => [UNPACK, `-Dartifact=${artifact}`, `-DoutputDirectory=${output}`, "-Dmdep.unpack.includes=web/**"];
  await fetchByMaven({ what: "Flink's WebUI", directory, goal, part: "web", timeoutMs: FETCH_TIMEOUT_MS });
  return directory;
}

function directoryOf(line: FlinkLine): string {
  return join(cacheDirectory(), `flink-webui-${FLINK_VERSIONS[line].flink}`);
}
