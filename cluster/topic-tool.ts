// The topics of a broker, through a Java process that uses Kafka's own clients. Requests and
// replies are lines of JSON.
import * as z from "zod/mini";
import { topicRecordsSchema, type TopicRecords } from "../src/rest/playground.ts";
import { Jvm, type JvmDescription } from "./jvm.ts";
import type { TopicPlan } from "./kafka-configuration.ts";

const CALL_TIMEOUT_MS = 15_000;

const answerSchema = z.object({ id: z.number(), result: z.optional(z.unknown()), error: z.optional(z.string()) });

const topicsSchema = z.array(
  z.object({
    name: z.string(),
    bytes: z.number(),
    partitions: z.array(z.object({ partition: z.number(), beginOffset: z.number(), endOffset: z.number() })),
  }),
);

/** Topics with their offsets; bytes on the broker's disk. */
export type ToolTopics = z.infer<typeof topicsSchema>;

/** The isolation level. `committed` omits records of open or aborted transactions. */
export interface RecordsRequest {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly max: number;
  readonly isolation: "committed" | "all";
}

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
  readonly timer: NodeJS.Timeout;
}

/** Kafka answered with an error or not at all. The message contains the class of Kafka's error. */
export class TopicError extends Error {
  override readonly name = "TopicError";
}

/** Sends requests to a broker in the order of the calls. Every call rejects with TopicError. */
export class TopicTool {
  readonly #jvm: Jvm;
  readonly #waiting = new Map<number, Waiting>();
  /** Known partitions, as `<topic>/<partition>`. None is ever deleted. */
  readonly #known = new Set<string>();
  #nextId = 0;

  private constructor(jvm: Jvm) {
    this.#jvm = jvm;
    void jvm.ended.then(() => {
      for (const id of this.#waiting.keys()) this.#settle(id, (waiting) => waiting.reject(new TopicError("the topic tool has stopped")));
    });
  }

  /** Starts the process. */
  static async start(description: Omit<JvmDescription, "onLine">): Promise<TopicTool> {
    const jvm = await Jvm.start({ ...description, onLine: (line) => tool.#receive(line) });
    const tool = new TopicTool(jvm);
    return tool;
  }

  get pid(): number {
    return this.#jvm.pid;
  }

  /** Creates a topic. */
  async create(topic: TopicPlan): Promise<void> {
    await this.#call("create", { topic: topic.name, partitions: topic.partitions, configs: topic.configs });
  }

  /** All topics except the broker's own. */
  async topics(): Promise<ToolTopics> {
    const topics = topicsSchema.parse(await this.#call("topics", {}));
    for (const { name, partitions } of topics) for (const { partition } of partitions) this.#known.add(`${name}/${partition}`);
    return topics;
  }

  /** The missing part of it; undefined if both exist. */
  async missing(topic: string, partition: number): Promise<"topic" | "partition" | undefined> {
    if (this.#known.has(`${topic}/${partition}`)) return undefined;
    const found = (await this.topics()).find(({ name }) => name === topic);
    if (found === undefined) return "topic";
    return this.#known.has(`${topic}/${partition}`) ? undefined : "partition";
  }

  /**
   * Records from an offset on; none, with begin and end offset, if the partition does not have it.
   */
  async records(request: RecordsRequest): Promise<TopicRecords> {
    return topicRecordsSchema.parse(await this.#call("records", { ...request }));
  }

  /** Ends the process. */
  kill(): Promise<void> {
    return this.#jvm.kill();
  }

  #call(call: string, request: Readonly<Record<string, unknown>>): Promise<unknown> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#settle(id, (waiting) => waiting.reject(new TopicError(`Kafka did not answer within ${CALL_TIMEOUT_MS / 1000} s`)));
      }, CALL_TIMEOUT_MS);
      this.#waiting.set(id, { resolve, reject, timer });
      this.#jvm.say(JSON.stringify({ id, call, ...request }));
    });
  }

  #receive(line: string): void {
    if (!line.startsWith("{")) return;
    const { id, result, error } = answerSchema.parse(JSON.parse(line));
    this.#settle(id, (waiting) => (error === undefined ? waiting.resolve(result) : waiting.reject(new TopicError(error))));
  }

  #settle(id: number, act: (waiting: Waiting) => void): void {
    const waiting = this.#waiting.get(id);
    if (waiting === undefined) return;
    this.#waiting.delete(id);
    clearTimeout(waiting.timer);
    act(waiting);
  }
}
