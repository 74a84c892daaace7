// Flink's own command line client, run against an engine with the machine's Java and Maven, and
// with JARs from Maven Central.
import { execFile } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { cacheDirectory } from "../../cluster/cache-directory.ts";
import { javaProgram } from "../../tools/java.mjs";
import { copyDependencies, fetchByMaven } from "../../cluster/fetch-by-maven.ts";

const LIBRARIES = join(cacheDirectory(), "libraries", "flink-cli-2.3.0");
const POM = fileURLToPath(new URL("flink-cli-pom.xml", import.meta.url));
const FETCH_TIMEOUT_MS = 240_000;
const COMMAND_TIMEOUT_MS = 300_000;
/** Opens JDK internals to the client, as Flink's scripts do. */
const OPENED = ["java.base/java.lang", "java.base/java.util", "java.base/java.net", "java.base/java.io", "java.base/java.nio"];

/** The output of a command and its exit code. */
export interface CliOutcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one command, such as `flink list`. */
export type FlinkCli = (...args: readonly string[]) => Promise<CliOutcome>;

/** The client for the cluster at that port. Rejects with StartError if Maven cannot download it. */
export async function flinkCli(port: number): Promise<FlinkCli> {
  const goal = (output: string) => copyDependencies(POM, output);
  await fetchByMaven({ what: "Flink's client", directory: LIBRARIES, goal, timeoutMs: FETCH_TIMEOUT_MS });
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

function runToEnd(args: readonly string[], configuration: string): Promise<CliOutcome> {
  return new Promise((resolve) => {
    const env = { ...process.env, FLINK_CONF_DIR: configuration };
    execFile(javaProgram("java"), args, { env, timeout: COMMAND_TIMEOUT_MS }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : -1;
      resolve({ code, stdout, stderr: stderr.replaceAll(/^SLF4J:.*\n/gm, "") });
    });
  });
}
