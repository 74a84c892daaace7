// Journeys against Apache Flink itself, with Kafka and the click generator as processes of this machine.
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
  /** The cluster that the file's journeys share. It serves the build beside its APIs. */
  live: LiveCluster;
}

/** What is to be started for a file's journeys. */
interface LiveOptions extends LiveClusterOptions {
  /** Whether Flink has Drey in its `lib/`: pages are then the ones that the JobManager itself serves, on plain http under a host name. */
  readonly dropIn?: boolean;
}

/** What one types to start Click Event Count again as {@link liveTest} has it. */
export const PROGRAM_ARGUMENTS = ["--bootstrap.servers kafka:9092 --checkpointing --event-time", ...PATIENT_ARGUMENTS].join(" ");

/** A name that leads to this machine without being localhost; see playwright.config.ts. */
const HOST_NAME = "drey.test";

/** Where all comes from the cache a start takes 20 s; the first one fetches some 200 MB. */
const START_MS = 600_000;

/** `test` over one live cluster a file. */
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

/** Writes the JAR that `npm run build:jar` makes, of this build; answers its path. */
function writeDropIn(app: string, directory: string): string {
  const path = join(directory, "drey.jar");
  writeFileSync(path, packJar(dropInFiles(readApp(app)), "test"));
  return path;
}
