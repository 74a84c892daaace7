// The JARs of Flink, its Kafka connector and Kafka, downloaded from Maven Central once and cached.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { cacheDirectory } from "./cache-directory.ts";
import { copyDependencies, fetchByMaven } from "./fetch-by-maven.ts";
import { FLINK_VERSIONS, type FlinkLine } from "./flink-versions.ts";
import { hasMaven, whyNoJava } from "../tools/java.mjs";
import { StartError } from "./start-error.ts";

const FETCH_TIMEOUT_MS = 600_000;

/** A set of JARs in its own directory; `pom` lists them, `properties` fill its placeholders. */
interface LibrarySet {
  readonly name: string;
  readonly pom: string;
  readonly properties: Readonly<Record<string, string>>;
}

/** Directories of JARs. */
export interface Libraries {
  /** For JobManager and TaskManagers. */
  readonly flink: string;
  /** For the job's JAR. */
  readonly connector: string;
  /** For the broker, the generator and the topic tool. */
  readonly kafka: string;
}

/** Why this machine cannot run a live cluster, as part of a sentence; undefined if it can. */
export function whyNoLiveCluster(): string | undefined {
  if (process.platform === "win32") return "it needs Linux or macOS (or WSL)";
  const noJava = whyNoJava();
  if (noJava !== undefined) return noJava;
  const isAllCached = Object.keys(FLINK_VERSIONS).every((line) =>
    Object.values(librarySets(line as FlinkLine)).every((set) => existsSync(directoryOf(set))),
  );
  return isAllCached || hasMaven() ? undefined : "Maven (mvn) is not installed, and the libraries of Flink and Kafka are not in the cache";
}

/**
 * The libraries for that version of Flink, downloaded if they are not cached; `log` is called
 * before each download. Rejects with StartError if Maven is missing, fails or is aborted.
 */
export async function fetchLibraries(line: FlinkLine, log: (text: string) => void, signal?: AbortSignal): Promise<Libraries> {
  const sets = librarySets(line);
  const home = flinkHome(line);
  if (home === undefined && process.env.FLINK_HOME !== undefined) {
    log(`FLINK_HOME (${process.env.FLINK_HOME}) does not contain Flink ${line}. Using the distribution from Maven.`);
  }
  return {
    flink: home === undefined ? await fetchSet(sets.flink, log, signal) : join(home, "lib"),
    connector: await fetchSet(sets.connector, log, signal),
    kafka: await fetchSet(sets.kafka, log, signal),
  };
}

/** `$FLINK_HOME`, if it is a distribution of that version. */
function flinkHome(line: FlinkLine): string | undefined {
  const home = process.env.FLINK_HOME;
  if (home === undefined || !existsSync(join(home, "lib"))) return undefined;
  const isThatVersion = readdirSync(join(home, "lib")).some((file) => file.startsWith(`flink-dist-${line}.`));
  return isThatVersion ? home : undefined;
}

function librarySets(line: FlinkLine): Readonly<Record<keyof Libraries, LibrarySet>> {
  const { flink, connector, hasSql } = FLINK_VERSIONS[line];
  return {
    flink: {
      name: `flink-${flink}`,
      pom: pomOf("flink"),
      properties: { "flink.version": flink, ...(hasSql ? { "with.sql": "true" } : {}) },
    },
    connector: { name: `flink-connector-kafka-${connector}`, pom: pomOf("connector"), properties: { "connector.version": connector } },
    kafka: { name: "kafka", pom: pomOf("kafka"), properties: {} },
  };
}

function pomOf(name: string): string {
  return fileURLToPath(new URL(`maven/${name}.xml`, import.meta.url));
}

/** The name includes the pom's content, so a changed pom is another set. */
function directoryOf({ name, pom }: LibrarySet): string {
  const hash = createHash("sha256").update(readFileSync(pom)).digest("hex").slice(0, 8);
  return join(cacheDirectory(), "libraries", `${name}-${hash}`);
}

async function fetchSet(set: LibrarySet, log: (text: string) => void, signal: AbortSignal | undefined): Promise<string> {
  const directory = directoryOf(set);
  if (existsSync(directory)) return directory;
  if (!hasMaven())
    throw new StartError(`Maven (mvn) is not installed, and ${set.name} is not in ${cacheDirectory()}. Install Maven and try again.`);
  log(`Fetching ${set.name} with Maven (only the first time) …`);
  const goal = (output: string) => copyDependencies(set.pom, output, set.properties);
  await fetchByMaven({ what: set.name, directory, goal, timeoutMs: FETCH_TIMEOUT_MS, signal });
  return directory;
}
