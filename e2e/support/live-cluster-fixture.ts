// Journeys with Apache Flink itself, with Kafka and the click generator as processes on this
// machine.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LiveCluster, type LiveClusterOptions, startLiveCluster, whyNoLiveCluster } from "../../cluster/live-cluster.ts";
import { PATIENT_ARGUMENTS, PATIENT_CONFIGURATION } from "../../cluster/patient-configuration.ts";
import { builtApp } from "../../server/app-server.ts";
import { readApp } from "../../tools/app-files.ts";
import { dropInFiles, packJar } from "../../tools/drop-in-jar.ts";
import { host } from "../../tools/port.mjs";
import { test } from "./test.ts";

/** See {@link liveTest}. */
interface LiveFixtures {
  /** The cluster shared by the file's journeys. It serves the build beside its APIs. */
  live: LiveCluster;
}

/** The options of a file's cluster. */
interface LiveOptions extends LiveClusterOptions {
  /**
   * Whether Flink has Drey in its `lib/`. The JobManager then serves the pages itself, on plain
   * http under a host name.
   */
  readonly dropIn?: boolean;
}

/** The arguments to start Click Event Count again as {@link liveTest} has it. */
export const PROGRAM_ARGUMENTS = ["--bootstrap.servers kafka:9092 --checkpointing --event-time", ...PATIENT_ARGUMENTS].join(" ");

/** A name of this machine other than localhost; see playwright.config.ts. */
const HOST_NAME = "drey.test";

/** With a full cache a start takes 20 s. The first one downloads 200 MB. */
const START_MS = 600_000;

/** `test` with one live cluster per file. */
export function liveTest({ dropIn = false, ...options }: LiveOptions) {
  return test.extend<object, LiveFixtures>({
    live: [
      // oxlint-disable-next-line no-empty-pattern -- Playwright reads the pattern to learn what a fixture depends on.
      async ({}, provide) => {
        const missing = whyNoLiveCluster();
        if (missing !== undefined) throw new Error(`Live journeys start Apache Flink as processes, which they cannot: ${missing}`);
        const lines: string[] = [];
        const app = process.env.DREY_BUILD ?? builtApp;
        const directory = mkdtempSync(join(tmpdir(), "drey-drop-in-"));
        const extraJars = dropIn ? [writeDropIn(app, directory)] : [];
        const cluster = await startLiveCluster({
          app,
          log: (line) => lines.push(line),
          extraJars,
          programArguments: PATIENT_ARGUMENTS,
          ...options,
          configuration: { ...PATIENT_CONFIGURATION, ...options.configuration },
        }).catch((error: unknown) => {
          throw new Error(`The live cluster did not start.\n${lines.join("\n")}`, { cause: error });
        });
        await provide(cluster);
        await cluster.stop();
        rmSync(directory, { recursive: true, force: true });
      },
      { scope: "worker", timeout: START_MS },
    ],
    baseURL: async ({ live: cluster }, provide) => {
      await provide(dropIn ? `http://${HOST_NAME}:${new URL(cluster.jobManagerUrl).port}` : pageUrlOf(cluster));
    },
  });
}

/** The page that {@link LiveCluster} serves itself, with the playground API beside it. */
export function pageUrlOf({ baseUrl }: LiveCluster): string {
  return baseUrl.replace(host, "localhost");
}

/** Writes the JAR of `npm run build:jar` for this build and returns its path. */
function writeDropIn(app: string, directory: string): string {
  const path = join(directory, "drey.jar");
  writeFileSync(path, packJar(dropInFiles(readApp(app)), "test"));
  return path;
}
