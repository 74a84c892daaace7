// A real cluster on this machine: Kafka, a click generator, a JobManager and TaskManagers of Apache
// Flink as processes, with Click Event Count submitted. A single port answers Flink's REST API and
// the playground API.
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { FastifyInstance } from "fastify";
import type { Service } from "../src/engine/supervisor/container-table.ts";
import type { Drain, StoredSavepoint } from "../src/rest/playground.ts";
import { host, listenError } from "../tools/port.mjs";
import { buildJar } from "./build-jar.ts";
import { Containers } from "./containers.ts";
import { listJobs, readLog, type ListedJob, runJar, uploadJar, waitForJobManager } from "./flink-rest.ts";
import { FLINK_VERSIONS, type FlinkLine } from "./flink-versions.ts";
import { PARALLELISM } from "./flink-configuration.ts";
import { TOPICS } from "./kafka-configuration.ts";
import { fetchLibraries, type Libraries } from "./libraries.ts";
import { createLiveServer } from "./live-server.ts";
import { createPlaygroundApi, type PlaygroundParts } from "./playground-api.ts";
import { PlaygroundProcesses, type Software } from "./playground-processes.ts";
import { type LeftBehind, RunDirectory, sweepRuns } from "./run-directory.ts";
import { StartError } from "./start-error.ts";
import { DrainBook } from "./drains.ts";
import { storedSavepoints } from "./stored-savepoints.ts";
import { TopicError, type TopicTool } from "./topic-tool.ts";

export { whyNoLiveCluster } from "./libraries.ts";

/** Main class of the playground's job. */
const CLICK_EVENT_COUNT_CLASS = "org.apache.flink.playgrounds.ops.clickcount.ClickEventCount";

const PROGRAM_ARGUMENTS = ["--bootstrap.servers", "kafka:9092", "--checkpointing", "--event-time"];

/** Only against a hang, because a busy machine may be slow, ms. */
const BROKER_TIMEOUT_MS = 300_000;
const POLL_MS = 200;

/** The options of a cluster. */
export interface LiveClusterOptions {
  /** Which version of Flink. */
  readonly flink: FlinkLine;
  /** The adaptive scheduler instead of the default one. */
  readonly adaptive?: boolean;
  /** Click Event Count with its slow operator. */
  readonly backpressure?: boolean;
  /** Further arguments of Click Event Count. None unless given. */
  readonly programArguments?: readonly string[];
  /** The port of the server; 0, the default, means any free one. */
  readonly port?: number;
  /** Whether Click Event Count is submitted; its JAR is always uploaded. Default: true. */
  readonly submit?: boolean;
  /**
   * Starts Flink alone, for the example jobs in `java/jobs`: no Kafka, no click generator, no
   * playground API, no JAR uploaded and no job submitted. Default: false.
   */
  readonly flinkOnly?: boolean;
  /** Additional entries of Flink's configuration, which override Drey's. */
  readonly configuration?: Readonly<Record<string, string>>;
  /** JARs before Flink's own on the class path of JobManager and TaskManagers. */
  readonly extraJars?: readonly string[];
  /** Directory of the built app to serve. Without it only the APIs are served. */
  readonly app?: string;
  /** Aborts the start if it is not complete. */
  readonly signal?: AbortSignal;
  /** Receives progress messages, one line each. */
  readonly log?: (line: string) => void;
}

/** A running cluster. */
export interface LiveCluster {
  /** Flink's REST API and `/playground/*` under one origin, no slash at the end. */
  readonly baseUrl: string;
  /** Flink's REST API as served by the JobManager itself. */
  readonly jobManagerUrl: string;
  /** Flink's full version. */
  readonly version: string;
  /** Bootstrap servers of the broker. */
  readonly kafka: string;
  /** Kill, start and scale. The rest of contract 2 is under {@link baseUrl}. */
  readonly containers: Containers;
  /** The path of the JAR of Click Event Count, or of the example jobs. */
  readonly jobJar: string;
  /**
   * Kills JobManager and TaskManagers and starts them with another version. Topics, checkpoints and
   * savepoints are kept, the JAR of Click Event Count is uploaded, and no job runs.
   */
  changeFlink(flink: FlinkLine): Promise<void>;
  /** Ends all processes and deletes their files. */
  stop(): Promise<void>;
}

/**
 * Starts a cluster, after ending and reporting leftovers of earlier ones. Resolves when the job is
 * submitted. Rejects with StartError, UserError (about the port) or the signal's reason, and then
 * nothing keeps running.
 */
export async function startLiveCluster(options: LiveClusterOptions): Promise<LiveCluster> {
  for (const left of sweepRuns()) options.log?.(wordsOf(left));
  const cluster = new Cluster(options);
  try {
    const starting = cluster.start();
    // After an abort, this is the only handler of the rejection.
    starting.catch(() => undefined);
    await Promise.race([starting, aborted(options.signal)]);
  } catch (error) {
    await cluster.stop();
    throw error;
  }
  return cluster;
}

/** Rejects when the signal is aborted, and never resolves. */
function aborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_resolve, reject) => {
    const stop = (): void => reject(signal?.reason instanceof Error ? signal.reason : new Error("the start was aborted"));
    if (signal?.aborted === true) stop();
    else signal?.addEventListener("abort", stop, { once: true });
  });
}

class Cluster implements LiveCluster, PlaygroundParts {
  readonly #options: LiveClusterOptions;
  readonly #log: (line: string) => void;
  readonly #run = new RunDirectory();
  readonly containers: Containers;
  #server: FastifyInstance | undefined;
  readonly #jobsSeen = new Map<string, ListedJob>();
  readonly #drains = new DrainBook();
  #isStopped = false;
  #flink: FlinkLine;
  #processes: PlaygroundProcesses | undefined;
  #jobJar: string | undefined;
  topicTool: TopicTool | undefined;
  baseUrl = "";

  constructor(options: LiveClusterOptions) {
    this.#options = options;
    this.#flink = options.flink;
    this.#log = options.log ?? (() => undefined);
    this.containers = new Containers(
      (service, name) => {
        // An aborted start must not continue in the background.
        if (this.#isStopped) throw new StartError("The cluster was stopped.");
        return this.#started.start(service, name);
      },
      (name, exitCode) => this.#log(`${name} stopped unexpectedly with exit code ${exitCode}. ${this.#run.endOfLog(name)}`),
    );
  }

  get version(): string {
    return FLINK_VERSIONS[this.#flink].flink;
  }

  get jobManagerUrl(): string {
    return this.#started.jobManagerUrl;
  }

  get kafka(): string {
    return this.#started.kafka;
  }

  get generator() {
    return this.#started.generator;
  }

  get jobJar(): string {
    if (this.#jobJar === undefined) throw new Error("the cluster was not started");
    return this.#jobJar;
  }

  get #started(): PlaygroundProcesses {
    if (this.#processes === undefined) throw new Error("the cluster was not started");
    return this.#processes;
  }

  async start(): Promise<void> {
    const software = await this.#install(this.#flink);
    const { adaptive = false, flinkOnly = false, configuration: further = {} } = this.#options;
    this.#processes = await PlaygroundProcesses.prepare(this.#run, software, { adaptive, further });
    this.#server = await createLiveServer({
      app: this.#options.app ?? this.#pageWithoutApp(),
      label: `Flink ${this.version}`,
      jobManagerUrl: this.jobManagerUrl,
      ...(flinkOnly ? {} : { playground: createPlaygroundApi(this) }),
    });
    this.#log(`Starting ${flinkOnly ? `Flink ${this.version}` : `Kafka, Flink ${this.version} and the click generator`} …`);
    const { port = 0 } = this.#options;
    // Listens before anything is started, so that a port in use is reported at once.
    this.baseUrl = await this.#server.listen({ port, host }).catch((error: unknown) => {
      throw listenError(port, error);
    });
    await (flinkOnly ? this.#bootFlinkOnly() : this.#boot());
  }

  async changeFlink(flink: FlinkLine): Promise<void> {
    const software = await this.#install(flink);
    await Promise.all([this.containers.kill("jobmanager"), this.containers.command({ kind: "killService", service: "taskmanager" })]);
    this.#flink = flink;
    this.#started.changeSoftware(software);
    // Including uploaded JARs, which are for the previous version.
    this.#run.empty("jobmanager");
    await this.containers.start("jobmanager");
    await this.containers.command({ kind: "startService", service: "taskmanager" });
    await this.#jobManagerIsUp();
    await uploadJar(this.jobManagerUrl, this.jobJar);
  }

  async savepoints(): Promise<readonly StoredSavepoint[]> {
    // A stopped or restarted JobManager knows less than was seen before.
    const jobs = await listJobs(this.jobManagerUrl).catch(() => []);
    for (const job of jobs) this.#jobsSeen.set(job.jid, job);
    return storedSavepoints(this.#started.dataDirectory, [...this.#jobsSeen.values()]);
  }

  async drains(): Promise<readonly Drain[]> {
    // While the JobManager is down, only the drains found earlier in its log are known.
    const log = await readLog(this.jobManagerUrl).catch(() => "");
    this.#drains.read(log);
    return this.#drains.drains;
  }

  reset(): void {
    this.#log("Restarting with empty topics …");
    this.#end()
      .then(() => {
        this.#jobsSeen.clear();
        this.#drains.clear();
        for (const service of ["data", "kafka-logs", "jobmanager"]) this.#run.empty(service);
        return this.#boot();
      })
      .catch((error: unknown) =>
        this.#log(`The cluster could not be restarted: ${error instanceof Error ? error.message : String(error)}`),
      );
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#server?.close();
    await this.#end();
    this.#run.remove();
  }

  /** For clients that only need the APIs. */
  #pageWithoutApp(): string {
    const directory = this.#run.directory("page");
    this.#run.file(
      "page/index.html",
      `<meta http-equiv="Content-Security-Policy" content="default-src 'none'" />This port serves only the APIs, no dashboard.`,
    );
    return directory;
  }

  async #end(): Promise<void> {
    await Promise.all([this.containers.clear(), this.topicTool?.kill()]);
    this.topicTool = undefined;
  }

  async #install(flink: FlinkLine): Promise<Software> {
    const libraries = await fetchLibraries(flink, this.#log, this.#options.signal);
    this.#jobJar = await (this.#options.flinkOnly === true ? buildExamplesJar(flink, libraries) : buildJobJar(libraries));
    const playgroundJar = await buildJar({
      name: "playground",
      sources: javaSources("playground"),
      classPath: [libraries.kafka],
      release: 17,
    });
    return { line: flink, flink: libraries.flink, kafka: libraries.kafka, playgroundJar, extraJars: this.#options.extraJars ?? [] };
  }

  /** Processes that wait for each other start together. A small machine can start two at a time. */
  async #boot(): Promise<void> {
    await Promise.all([this.#add("kafka"), this.#add("jobmanager")]);
    this.topicTool = await this.#started.startTopicTool();
    if (this.#isStopped) await this.topicTool.kill();
    await this.#brokerIsUp(this.topicTool);
    await Promise.all([this.containers.add("taskmanager", "taskmanager-1"), this.#add("clickevent-generator"), this.#jobManagerIsUp()]);
    const jar = await uploadJar(this.jobManagerUrl, this.jobJar);
    const { submit = true, backpressure = false, programArguments = [] } = this.#options;
    if (!submit) return;
    await runJar(this.jobManagerUrl, jar, PARALLELISM, [
      ...PROGRAM_ARGUMENTS,
      ...(backpressure ? ["--backpressure"] : []),
      ...programArguments,
    ]);
  }

  /** Flink without the playground's other containers. */
  async #bootFlinkOnly(): Promise<void> {
    await Promise.all([this.#add("jobmanager"), this.containers.add("taskmanager", "taskmanager-1")]);
    await this.#jobManagerIsUp();
  }

  #add(service: Service): Promise<void> {
    return this.containers.add(service, service);
  }

  #jobManagerIsUp(): Promise<void> {
    return waitForJobManager(this.jobManagerUrl, () => !this.containers.isRunning("jobmanager"));
  }

  async #brokerIsUp(tool: TopicTool): Promise<void> {
    const deadline = Date.now() + BROKER_TIMEOUT_MS;
    for (const topic of TOPICS) {
      while (!(await this.#isMade(tool, topic, deadline))) await sleep(POLL_MS);
    }
  }

  async #isMade(tool: TopicTool, topic: (typeof TOPICS)[number], deadline: number): Promise<boolean> {
    try {
      await tool.create(topic);
      return true;
    } catch (error) {
      if (!(error instanceof TopicError) || !this.containers.isRunning("kafka") || Date.now() > deadline) {
        throw new StartError(`Kafka did not start: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
      }
      // A call whose reply was late may have created it.
      return error.message.startsWith("TopicExistsException");
    }
  }
}

function wordsOf({ startedAt, ended }: LeftBehind): string {
  const processes = ended.map(({ name, pid }) => `${name} (process ${pid})`).join(", ");
  const left = processes === "" ? "None of its processes was still running" : `Its processes are stopped now: ${processes}`;
  return `The cluster that was started on ${new Date(startedAt).toLocaleString()} was not stopped properly. ${left}. Its data is deleted.`;
}

/**
 * The JAR of Click Event Count for these libraries' version of Flink. It contains its connector.
 */
function buildJobJar(libraries: Libraries): Promise<string> {
  return buildJar({
    name: "ClickCountJob",
    sources: javaSources("job"),
    classPath: [libraries.flink, libraries.connector],
    libraries: libraries.connector,
    mainClass: CLICK_EVENT_COUNT_CLASS,
  });
}

/**
 * The JAR of the example jobs, one per API of this Flink version. The caller names the entry class.
 */
function buildExamplesJar(flink: FlinkLine, libraries: Libraries): Promise<string> {
  const name = flink === "1.20" ? "jobs-1.20" : "jobs";
  return buildJar({ name, sources: javaSources(name), classPath: [libraries.flink], release: 17 });
}

function javaSources(name: string): string {
  return fileURLToPath(new URL(`java/${name}`, import.meta.url));
}
