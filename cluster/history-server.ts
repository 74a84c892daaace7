// A History Server of Flink as a process: it serves the jobs that JobManagers have archived in a
// directory (`jobmanager.archive.fs.dir`).
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildJar } from "./build-jar.ts";
import { configYaml, FLINK_LOG4J_PROPERTIES, FLINK_MODULE_OPTIONS } from "./flink-configuration.ts";
import { waitForJobManager } from "./flink-rest.ts";
import type { FlinkLine } from "./flink-versions.ts";
import { freePorts } from "./free-ports.ts";
import { Jvm } from "./jvm.ts";
import { fetchLibraries } from "./libraries.ts";
import { RunDirectory } from "./run-directory.ts";

const MAIN_CLASS = "org.apache.flink.runtime.webmonitor.history.HistoryServer";
const STOP_GRACE_MS = 20_000;

/** A running History Server. */
export interface HistoryServer {
  /** Its REST API, no slash at the end. */
  readonly url: string;
  /** Ends it and deletes its own files, not the archives. */
  stop(): Promise<void>;
}

/** Starts one over the archives in that directory. `further` are additional entries of its configuration. */
export async function startHistoryServer(
  line: FlinkLine,
  archives: string,
  further: Readonly<Record<string, string>> = {},
): Promise<HistoryServer> {
  const libraries = await fetchLibraries(line, () => undefined);
  // Its class that ends a process with this one.
  const sources = fileURLToPath(new URL("java/playground", import.meta.url));
  const playgroundJar = await buildJar({ name: "playground", sources, classPath: [libraries.kafka], release: 17 });
  const run = new RunDirectory();
  const [port = 0] = await freePorts(1);
  const name = "history-server";
  const temporaryDirectory = run.directory(name, "tmp");
  const configuration = new Map([
    ["historyserver.archive.fs.dir", `file://${archives}`],
    ["historyserver.archive.fs.refresh-interval", "1000"],
    ["historyserver.web.address", "127.0.0.1"],
    ["historyserver.web.port", String(port)],
    ["historyserver.web.tmpdir", temporaryDirectory],
    ...Object.entries(further),
  ]);
  run.directory(name, "conf");
  run.file(join(name, "conf", "config.yaml"), configYaml(configuration));
  const log4j = run.file(join(name, "conf", "log4j.properties"), FLINK_LOG4J_PROPERTIES);
  const jvm = await Jvm.start({
    options: [
      ...FLINK_MODULE_OPTIONS,
      "-Xmx256m",
      `-Djava.io.tmpdir=${temporaryDirectory}`,
      `-Dlog.file=${join(run.directory(name), `${name}.log`)}`,
      `-Dlog4j.configurationFile=${log4j}`,
      `-Dlog4j2.configurationFile=${log4j}`,
    ],
    classPath: [join(libraries.flink, "*"), playgroundJar],
    mainClass: MAIN_CLASS,
    args: ["--configDir", run.directory(name, "conf")],
    workingDirectory: run.directory(name),
    outputFile: join(run.directory(name), `${name}.out`),
  });
  run.note(name, jvm.pid);
  let hasEnded = false;
  void jvm.ended.then(() => {
    hasEnded = true;
  });
  const stop = async (): Promise<void> => {
    await jvm.stop(STOP_GRACE_MS);
    run.remove();
  };
  const url = `http://127.0.0.1:${String(port)}`;
  await waitForJobManager(url, () => hasEnded, "History Server").catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { url, stop };
}
