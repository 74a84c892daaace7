// The broker's configuration and the playground's topics.

/** The ports and the directory of a broker. */
export interface BrokerSettings {
  readonly port: number;
  readonly controllerPort: number;
  /** The directory of its log segments. */
  readonly directory: string;
}

/** Any id works, because the broker is alone in its cluster. 22 characters, a UUID in base64. */
export const KAFKA_CLUSTER_ID = "drey0playground0000000";

/** Heap of the broker's JVM, MiB. */
export const KAFKA_HEAP_MIB = 320;

/** server.properties of a single broker with its own controller (KRaft). */
export function serverProperties({ port, controllerPort, directory }: BrokerSettings): string {
  return Object.entries({
    "process.roles": "broker,controller",
    "node.id": "1",
    "controller.quorum.voters": `1@127.0.0.1:${controllerPort}`,
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    "advertised.listeners": `PLAINTEXT://127.0.0.1:${port}`,
    "controller.listener.names": "CONTROLLER",
    "log.dirs": directory,
    "num.partitions": "2",
    "auto.create.topics.enable": "true",
    "offsets.topic.replication.factor": "1",
    "offsets.topic.num.partitions": "1",
    "transaction.state.log.replication.factor": "1",
    "transaction.state.log.min.isr": "1",
    "transaction.state.log.num.partitions": "1",
    "group.initial.rebalance.delay.ms": "0",
    // By default a broker gives up if it is not registered after a minute, which is too short for a
    // busy machine.
    "initial.broker.registration.timeout.ms": "600000",
  })
    .map(([key, value]) => `${key}=${value}\n`)
    .join("");
}

/** log4j's configuration of the broker. */
export const KAFKA_LOG4J_PROPERTIES = `rootLogger.level=INFO
rootLogger.appenderRef.file.ref=File
appender.file.name=File
appender.file.type=File
appender.file.fileName=\${sys:log.file}
appender.file.layout.type=PatternLayout
appender.file.layout.pattern=[%d] %p %m (%c)%n
`;

/** A topic that is created at the start. */
export interface TopicPlan {
  readonly name: string;
  readonly partitions: number;
  /** Its size limit. The generator waits while input is full. Output drops its oldest records. */
  readonly budgetBytes: number;
  readonly configs: Readonly<Record<string, string>>;
}

const MIB = 1024 * 1024;

/**
 * Event time may run as far ahead of the clock as the generator is fast, and old records are kept.
 */
const TIMELESS = { "retention.ms": "-1", "message.timestamp.after.max.ms": String(Number.MAX_SAFE_INTEGER) };

const INPUT_BUDGET_BYTES = 1024 * MIB;
const OUTPUT_BUDGET_BYTES = 128 * MIB;
const PARTITIONS = 2;

/** The playground's two topics. */
export const TOPICS: readonly [input: TopicPlan, output: TopicPlan] = [
  { name: "input", partitions: PARTITIONS, budgetBytes: INPUT_BUDGET_BYTES, configs: { ...TIMELESS, "retention.bytes": "-1" } },
  {
    name: "output",
    partitions: PARTITIONS,
    budgetBytes: OUTPUT_BUDGET_BYTES,
    configs: { ...TIMELESS, "retention.bytes": String(OUTPUT_BUDGET_BYTES / PARTITIONS) },
  },
];
