// Flink's configuration: that of the Operations Playground, for processes that share this machine
// with the user.
import type { FlinkLine } from "./flink-versions.ts";

/**
 * The values that a cluster's configuration depends on. Ports of this machine, absolute
 * directories.
 */
export interface FlinkSettings {
  readonly line: FlinkLine;
  readonly adaptive: boolean;
  readonly rpcPort: number;
  readonly restPort: number;
  readonly blobPort: number;
  /** Checkpoints and savepoints. */
  readonly dataDirectory: string;
  /** Uploaded JARs, BLOBs and the like. */
  readonly temporaryDirectory: string;
  /** Additional entries, which override Drey's. */
  readonly further: Readonly<Record<string, string>>;
}

/** parallelism.default. */
export const PARALLELISM = 2;

/** Heap of the JobManager's JVM, MiB. */
export const JOBMANAGER_HEAP_MIB = 448;

const TASKMANAGER_MIB = {
  "memory.framework.heap.size": 128,
  "memory.task.heap.size": 384,
  "memory.managed.size": 64,
  "memory.framework.off-heap.size": 128,
  "memory.task.off-heap.size": 0,
  "memory.network.min": 128,
  "memory.network.max": 128,
  "memory.jvm-metaspace.size": 256,
  "memory.jvm-overhead.min": 192,
  "memory.jvm-overhead.max": 192,
} as const;

const TASKMANAGER_PROCESS_MIB = 1280;

/** config.yaml of JobManager and TaskManagers. */
export function flinkConfiguration(settings: FlinkSettings): ReadonlyMap<string, string> {
  const checkpoints = `file://${settings.dataDirectory}/flink-checkpoints-directory`;
  const savepoints = `file://${settings.dataDirectory}/flink-savepoints-directory`;
  const entries: [string, string][] = [
    ["jobmanager.rpc.address", "localhost"],
    ["jobmanager.rpc.port", String(settings.rpcPort)],
    ["jobmanager.bind-host", "127.0.0.1"],
    ["jobmanager.memory.process.size", "1024m"],
    ["rest.address", "localhost"],
    ["rest.bind-address", "127.0.0.1"],
    ["rest.port", String(settings.restPort)],
    ["rest.flamegraph.enabled", "true"],
    ["rest.profiling.enabled", "true"],
    ["blob.server.port", String(settings.blobPort)],
    ["taskmanager.host", "localhost"],
    ["taskmanager.bind-host", "127.0.0.1"],
    ["taskmanager.numberOfTaskSlots", "2"],
    ["taskmanager.memory.process.size", `${TASKMANAGER_PROCESS_MIB}m`],
    ["parallelism.default", String(PARALLELISM)],
    // A busy machine needs longer than Flink's 10 s to start a JVM's actor system.
    ["pekko.startup-timeout", "300 s"],
    ["heartbeat.interval", "1000"],
    ["heartbeat.timeout", "5000"],
    ["state.checkpoints.dir", checkpoints],
    ["execution.checkpointing.dir", checkpoints],
    ["state.savepoints.dir", savepoints],
    ["execution.checkpointing.savepoint-dir", savepoints],
    ["web.submit.enable", "true"],
    // Only its own origin. Flink allows any origin by default, so every page that the user visits
    // could run code here.
    ["web.access-control-allow-origin", `http://localhost:${settings.restPort}`],
    ["web.cancel.enable", "true"],
    ["web.tmpdir", settings.temporaryDirectory],
    ["web.upload.dir", `${settings.temporaryDirectory}/uploads`],
    ["blob.storage.directory", settings.temporaryDirectory],
    ["io.tmp.dirs", settings.temporaryDirectory],
  ];
  if (settings.adaptive) {
    entries.push(
      ["jobmanager.scheduler", "adaptive"],
      ["jobmanager.adaptive-scheduler.resource-stabilization-timeout", "2 s"],
      ["execution.checkpointing.externalized-checkpoint-retention", "RETAIN_ON_CANCELLATION"],
    );
    // Flink 1.20 keeps no history of rescales.
    if (settings.line !== "1.20") entries.push(["web.adaptive-scheduler.rescale-history.size", "20"]);
  }
  return new Map([...entries, ...Object.entries(settings.further)]);
}

/** The content of config.yaml, with flat keys. */
export function configYaml(configuration: ReadonlyMap<string, string>): string {
  return Array.from(configuration, ([key, value]) => `${key}: ${JSON.stringify(value)}\n`).join("");
}

/** A TaskManager's identity: new with each incarnation. */
export interface TaskManagerIdentity {
  readonly id: string;
  readonly rpcPort: number;
  readonly dataPort: number;
}

/**
 * Arguments of TaskManagerRunner besides the configuration directory. Flink's start script
 * calculates the memory with a JVM. Here all values are given, because the runner exits if one is
 * missing.
 */
export function taskManagerArguments(identity: TaskManagerIdentity): readonly string[] {
  const values: [string, string][] = [
    ["resource-id", identity.id],
    ["rpc.port", String(identity.rpcPort)],
    ["data.port", String(identity.dataPort)],
    ["cpu.cores", "2.0"],
    ...Object.entries(TASKMANAGER_MIB).map(([key, mib]): [string, string] => [key, `${mib}m`]),
  ];
  return [...values.flatMap(([key, value]) => ["-D", `taskmanager.${key}=${value}`]), "-D", "external-resources=none"];
}

/** Limits of a TaskManager's JVM derived from its memory, as in Flink's start script. */
export function taskManagerJvmOptions(): readonly string[] {
  const heap = TASKMANAGER_MIB["memory.framework.heap.size"] + TASKMANAGER_MIB["memory.task.heap.size"];
  const direct = TASKMANAGER_MIB["memory.framework.off-heap.size"] + TASKMANAGER_MIB["memory.network.max"];
  const metaspace = TASKMANAGER_MIB["memory.jvm-metaspace.size"];
  return [`-Xmx${heap}m`, `-Xms${heap}m`, `-XX:MaxDirectMemorySize=${direct}m`, `-XX:MaxMetaspaceSize=${metaspace}m`];
}

const OPENED = [
  "java.base/java.lang",
  "java.base/java.net",
  "java.base/java.io",
  "java.base/java.nio",
  "java.base/sun.nio.ch",
  "java.base/java.lang.reflect",
  "java.base/java.text",
  "java.base/java.time",
  "java.base/java.util",
  "java.base/java.util.concurrent",
  "java.base/java.util.concurrent.atomic",
  "java.base/java.util.concurrent.locks",
];

/** Opens JDK internals to Flink: env.java.opts.all of its distribution. */
export const FLINK_MODULE_OPTIONS: readonly string[] = [
  "--add-exports=java.rmi/sun.rmi.registry=ALL-UNNAMED",
  "--add-exports=java.security.jgss/sun.security.krb5=ALL-UNNAMED",
  ...OPENED.map((part) => `--add-opens=${part}=ALL-UNNAMED`),
];

/**
 * log4j's configuration of a Flink process. Everything is written to the file of `-Dlog.file`,
 * which Flink's REST API shows. The exception: a sink's committer registers the same metric with
 * every checkpoint and logs a warning each time.
 */
export const FLINK_LOG4J_PROPERTIES = `monitorInterval=30
rootLogger.level=INFO
rootLogger.appenderRef.file.ref=File
logger.pekko.name=org.apache.pekko
logger.pekko.level=INFO
logger.metrics.name=org.apache.flink.metrics.MetricGroup
logger.metrics.level=ERROR
appender.file.name=File
appender.file.type=File
appender.file.append=true
appender.file.fileName=\${sys:log.file}
appender.file.layout.type=PatternLayout
appender.file.layout.pattern=%d{yyyy-MM-dd HH:mm:ss,SSS} %-5p %-60c %x - %m%n
`;
