// Flink's own command line client, run against an engine: Java and Maven as they are on the machine, its JARs from Maven Central.
import { execFile } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { cacheDirectory } from "../../cluster/cache-directory.ts";
import { copyDependencies, fetchByMaven } from "../../cluster/fetch-by-maven.ts";
import { StartError } from "../../cluster/start-error.ts";

const run = promisify(execFile);
const LIBRARIES = join(cacheDirectory(), "libraries", "flink-cli-2.3.0");
const POM = fileURLToPath(new URL("flink-cli-pom.xml", import.meta.url));
const FETCH_TIMEOUT_MS = 240_000;
const COMMAND_TIMEOUT_MS = 300_000;
/** The client may look into the JDK, as Flink's scripts let it. */
const OPENED = ["java.base/java.lang", "java.base/java.util", "java.base/java.net", "java.base/java.io", "java.base/java.nio"];

/** What a command printed, and its exit code. */
export interface CliOutcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one command, as `flink list`. */
export type FlinkCli = (...args: readonly string[]) => Promise<CliOutcome>;

/** The client for the cluster at that port, or a sentence that says why it cannot be had here. */
export async function flinkCli(port: number): Promise<FlinkCli | string> {
  for (const [program, flag] of [
    ["java", "-version"],
    ["mvn", "--version"],
  ] as const) {
    const isThere = await run(program, [flag]).then(
      () => true,
      () => false,
    );
    if (!isThere) return `${program} is not on this machine: Flink's command line client was not tried`;
  }
  const problem = await fetchLibraries();
  if (problem !== undefined) return problem;
  const configuration = mkdtempSync(join(tmpdir(), "drey-flink-conf-"));
  writeFileSync(join(configuration, "config.yaml"), `rest.address: localhost\nrest.port: ${port}\njobmanager.rpc.address: localhost\n`);
  const java = [
    ...OPENED.flatMap((part) => ["--add-opens", `${part}=ALL-UNNAMED`]),
    "-cp",
    join(LIBRARIES, "*"),
    "org.apache.flink.client.cli.CliFrontend",
  ];
  return (...args) => runToEnd([...java, ...args], configuration);
}

async function fetchLibraries(): Promise<string | undefined> {
  const goal = (output: string) => copyDependencies(POM, output);
  try {
    await fetchByMaven({ what: "Flink's client", directory: LIBRARIES, goal, timeoutMs: FETCH_TIMEOUT_MS });
    return undefined;
  } catch (error) {
    if (error instanceof StartError) return error.message;
    throw error;
  }
}

function runToEnd(args: readonly string[], configuration: string): Promise<CliOutcome> {
  return new Promise((resolve) => {
    const env = { ...process.env, FLINK_CONF_DIR: configuration };
    execFile("java", args, { env, timeout: COMMAND_TIMEOUT_MS }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : -1;
      resolve({ code, stdout, stderr: stderr.replaceAll(/^SLF4J:.*\n/gm, "") });
    });
  });
}
