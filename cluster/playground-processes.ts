// The Java process for each container of the playground.
import { join } from "node:path";
import type { Service } from "../src/engine/supervisor/container-table.ts";
import { ClickGenerator } from "./click-generator.ts";
import type { Incarnation } from "./containers.ts";
import {
  configYaml,
  FLINK_LOG4J_PROPERTIES,
  FLINK_MODULE_OPTIONS,
  flinkConfiguration,
  type FlinkSettings,
  JOBMANAGER_HEAP_MIB,
  taskManagerArguments,
  taskManagerJvmOptions,
} from "./flink-configuration.ts";
import type { FlinkLine } from "./flink-versions.ts";
import { freePorts } from "./free-ports.ts";
import { Jvm, type JvmDescription } from "./jvm.ts";
import { KAFKA_CLUSTER_ID, KAFKA_HEAP_MIB, KAFKA_LOG4J_PROPERTIES, serverProperties, TOPICS } from "./kafka-configuration.ts";
import type { RunDirectory } from "./run-directory.ts";
import { TopicTool } from "./topic-tool.ts";

/** The class paths of the processes. */
export interface Software {
  readonly line: FlinkLine;
  /** Directory of Flink's JARs. */
  readonly flink: string;
  /** Directory of Kafka's JARs. */
  readonly kafka: string;
  /** Drey's own classes. */
  readonly playgroundJar: string;
  /** JARs before Flink's own on the class path of JobManager and TaskManagers. */
  readonly extraJars: readonly string[];
}

/** The user's options for Flink's configuration. */
type ClusterSettings = Pick<FlinkSettings, "adaptive" | "further">;

/** Ports that all incarnations of a cluster keep. */
interface Ports {
  readonly rpc: number;
  readonly rest: number;
  readonly blob: number;
  readonly kafka: number;
  readonly controller: number;
}

/** Starts the processes of one run. */
export class PlaygroundProcesses {
  readonly #run: RunDirectory;
  readonly #ports: Ports;
  readonly #settings: ClusterSettings;
  #software: Software;
  #generator = new ClickGenerator();

  private constructor(run: RunDirectory, ports: Ports, software: Software, settings: ClusterSettings) {
    this.#run = run;
    this.#ports = ports;
    this.#software = software;
    this.#settings = settings;
  }

  /** Chooses the ports without starting a process. */
  static async prepare(run: RunDirectory, software: Software, settings: ClusterSettings): Promise<PlaygroundProcesses> {
    const [rpc = 0, rest = 0, blob = 0, kafka = 0, controller = 0] = await freePorts(5);
    return new PlaygroundProcesses(run, { rpc, rest, blob, kafka, controller }, software, settings);
  }

  /** The address of the JobManager's REST API. */
  get jobManagerUrl(): string {
    return `http://127.0.0.1:${this.#ports.rest}`;
  }

  /** Bootstrap servers of the broker. */
  get kafka(): string {
    return `127.0.0.1:${this.#ports.kafka}`;
  }

  /** The directory of checkpoints and savepoints. */
  get dataDirectory(): string {
    return this.#run.directory("data");
  }

  /** The current incarnation of the generator. */
  get generator(): ClickGenerator {
    return this.#generator;
  }

  /** Sets the libraries for the next start of JobManager and TaskManagers. */
  changeSoftware(software: Software): void {
    this.#software = software;
  }

  /** Starts the process of that container. */
  async start(service: Service, name: string): Promise<Incarnation> {
    const incarnation = await this.#start(service, name);
    this.#run.note(name, incarnation.jvm.pid);
    return incarnation;
  }

  /**
   * Starts the tool that reads the broker's topics. It is not a container: it is not listed and
   * cannot be killed.
   */
  async startTopicTool(): Promise<TopicTool> {
    const tool = await TopicTool.start({
      ...this.#kafkaProcess("topic-tool", 96),
      mainClass: "drey.playground.TopicTool",
      args: [this.kafka],
    });
    this.#run.note("topic-tool", tool.pid);
    return tool;
  }

  async #start(service: Service, name: string): Promise<Incarnation & { readonly jvm: Jvm }> {
    switch (service) {
      case "jobmanager": {
        const mainClass = "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint";
        const description = this.#flinkProcess(name, mainClass, [`-Xmx${JOBMANAGER_HEAP_MIB}m`], []);
        const jvm = await Jvm.start(description);
        return { jvm, command: `java ${mainClass}`, ports: portsOf(this.#ports.rpc, this.#ports.blob, this.#ports.rest) };
      }
      case "taskmanager": {
        const mainClass = "org.apache.flink.runtime.taskexecutor.TaskManagerRunner";
        const [rpcPort = 0, dataPort = 0] = await freePorts(2);
        const suffix = Math.floor(Math.random() * 0x1_00_00_00)
          .toString(16)
          .padStart(6, "0");
        const taskManagerId = `${name}:${rpcPort}-${suffix}`;
        const args = taskManagerArguments({ id: taskManagerId, rpcPort, dataPort });
        const jvm = await Jvm.start(this.#flinkProcess(name, mainClass, taskManagerJvmOptions(), args));
        return { jvm, command: `java ${mainClass}`, ports: portsOf(rpcPort, dataPort), taskManagerId };
      }
      case "kafka": {
        const settings = { port: this.#ports.kafka, controllerPort: this.#ports.controller, directory: this.#run.directory("kafka-logs") };
        const file = this.#run.file("server.properties", serverProperties(settings));
        const process = this.#kafkaProcess(name, KAFKA_HEAP_MIB);
        const jvm = await Jvm.start({ ...process, mainClass: "drey.playground.Broker", args: [KAFKA_CLUSTER_ID, file] });
        return { jvm, command: "java kafka.Kafka", ports: portsOf(this.#ports.kafka) };
      }
      case "clickevent-generator": {
        const mainClass = "drey.playground.ClickGenerator";
        const [input] = TOPICS;
        const generator = new ClickGenerator();
        const args = [this.kafka, input.name, generator.rate, String(input.budgetBytes)];
        const onLine = (line: string): void => generator.receive(line);
        const jvm = await Jvm.start({ ...this.#kafkaProcess(name, 96), mainClass, args, onLine });
        generator.runIn(jvm);
        this.#generator = generator;
        return { jvm, command: `java ${mainClass} kafka:9092 ${input.name}`, ports: [] };
      }
    }
  }

  #flinkProcess(name: string, mainClass: string, jvmOptions: readonly string[], args: readonly string[]): JvmDescription {
    const { line, flink, playgroundJar, extraJars } = this.#software;
    const temporaryDirectory = this.#run.directory(name, "tmp");
    const { rpc: rpcPort, rest: restPort, blob: blobPort } = this.#ports;
    const settings = { line, rpcPort, restPort, blobPort, dataDirectory: this.dataDirectory, temporaryDirectory, ...this.#settings };
    this.#run.directory(name, "conf");
    this.#run.file(join(name, "conf", "config.yaml"), configYaml(flinkConfiguration(settings)));
    const log4j = this.#run.file(join(name, "conf", "log4j.properties"), FLINK_LOG4J_PROPERTIES);
    const logs = this.#run.directory(name, "log");
    const file = `flink-${name}`;
    return {
      options: [
        ...FLINK_MODULE_OPTIONS,
        ...jvmOptions,
        `-Djava.io.tmpdir=${temporaryDirectory}`,
        `-Dlog.file=${join(logs, `${file}.log`)}`,
        `-Dlog4j.configurationFile=${log4j}`,
        `-Dlog4j2.configurationFile=${log4j}`,
        `-Ddrey.kafka=${this.kafka}`,
        "-XX:+PerfDisableSharedMem",
      ],
      classPath: [...extraJars, join(flink, "*"), playgroundJar],
      mainClass,
      args: ["--configDir", this.#run.directory(name, "conf"), ...args],
      workingDirectory: this.#run.directory(name),
      // The file that Flink's REST API reads as standard output.
      outputFile: join(logs, `${file}.out`),
    };
  }

  #kafkaProcess(name: string, heapMib: number): Omit<JvmDescription, "mainClass" | "args"> {
    const log4j = this.#run.file("kafka-log4j.properties", KAFKA_LOG4J_PROPERTIES);
    const directory = this.#run.directory(name);
    return {
      options: [
        `-Xmx${heapMib}m`,
        // This makes them start faster, and they have little to do.
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        `-Djava.io.tmpdir=${this.#run.directory(name, "tmp")}`,
        `-Dlog.file=${join(directory, `${name}.log`)}`,
        `-Dlog4j2.configurationFile=${log4j}`,
        "-XX:+PerfDisableSharedMem",
      ],
      classPath: [join(this.#software.kafka, "*"), this.#software.playgroundJar],
      workingDirectory: directory,
      outputFile: join(directory, `${name}.out`),
    };
  }
}

function portsOf(...ports: readonly number[]): readonly string[] {
  return ports.map((port) => `${port}/tcp`);
}
