import { HttpStatusError } from "../../client/http-status-error.ts";
import type { FlinkClient } from "../../client/flink-client.ts";
import { inputValueSchema, type Topic } from "../../rest/playground.ts";
import { countDrains, NO_DRAINS } from "./drain-counts.ts";
import { parseJson, parsePlaygroundDate, parseResult } from "./output-record.ts";
import { Tally, type TallySummary } from "./tally.ts";

/** The topic that the playground's job writes, and the one it reads. */
const OUTPUT_TOPIC = "output";
const INPUT_TOPIC = "input";

const RECORDS_PER_CALL = 10_000;
const OFFSET_OUT_OF_RANGE = 416;

/**
 * The result of one round of reading. `newestClickMs` is the event time that all partitions of
 * `input` have reached, epoch ms. `dueClickMs` is the one they had reached a few rounds earlier:
 * windows that ended before it should have results.
 */
export type TallyReport = { hasTopic: boolean; summary: TallySummary; newestClickMs: number | undefined; dueClickMs: number | undefined };

/**
 * From a window's end to its result: the watermark's 200 ms, a batch or two, and one round of
 * reading. With rounds of 1 s, 3 s.
 */
const ROUNDS_UNTIL_DUE = 3;

/** Reads topic `output` from its start, round by round. */
export class TallyReader {
  readonly #client: FlinkClient;
  #tally = new Tally();
  #positions = new Map<number, number>();
  #drains = NO_DRAINS;
  /** When drains were last requested. */
  #unusualSeen = 0;
  /** Event times of the last rounds, oldest first. */
  #clicks: (number | undefined)[] = [];

  constructor(client: FlinkClient) {
    this.#client = client;
  }

  /** Forgets everything: another topic has the same name now. */
  restart(): void {
    this.#tally = new Tally();
    this.#positions = new Map();
    this.#drains = NO_DRAINS;
    this.#unusualSeen = 0;
    this.#clicks = [];
  }

  /**
   * Reads all partitions up to their current ends. Rejects as the client does. The next round
   * continues from there.
   */
  async readRound(): Promise<TallyReport> {
    const { topics } = await this.#client.call("playgroundTopics", {}, {});
    const output = topics.find(({ name }) => name === OUTPUT_TOPIC);
    const input = topics.find(({ name }) => name === INPUT_TOPIC);
    if (output !== undefined) {
      // Offsets never decrease, so this is a new topic after a reset.
      if (output.partitions.some(({ partition, endOffset }) => endOffset < (this.#positions.get(partition) ?? 0))) this.restart();
      const tally = this.#tally;
      let isComplete = true;
      for (const { partition, beginOffset, endOffset } of output.partitions) {
        isComplete = (await this.#readPartition(tally, partition, beginOffset, endOffset)) && isComplete;
      }
      await this.#lookForDrains(tally);
      if (isComplete) tally.settle();
    }
    const newestClickMs = input === undefined ? undefined : await this.#newestClick(input);
    const dueClickMs = this.#clicks.at(-ROUNDS_UNTIL_DUE);
    this.#clicks = [...this.#clicks, newestClickMs].slice(-ROUNDS_UNTIL_DUE);
    return { hasTopic: output !== undefined, summary: this.#tally.summary(), newestClickMs, dueClickMs };
  }

  /**
   * Counts other than 1000 may be parts of windows that a drain has cut. A drain is known before
   * its first part is written, so they are requested for new results until every drain has
   * completed or failed.
   */
  async #lookForDrains(tally: Tally): Promise<void> {
    const { unusualResults } = tally;
    const { begun, completed } = this.#drains;
    if (unusualResults === this.#unusualSeen && (begun === completed || tally.summary().waiting === 0)) return;
    try {
      this.#drains = countDrains((await this.#client.call("playgroundDrains", {}, {})).drains);
    } catch (error) {
      // Without known drains, no count is excused.
      if (!(error instanceof HttpStatusError)) throw error;
    }
    this.#unusualSeen = unusualResults;
    tally.setDrains(this.#drains);
  }

  /** Whether it was read to its end. */
  async #readPartition(tally: Tally, partition: number, beginOffset: number, endOffset: number): Promise<boolean> {
    let position = this.#positions.get(partition) ?? 0;
    if (position < beginOffset) {
      tally.skip(partition, beginOffset - position);
      position = beginOffset;
      this.#positions.set(partition, position);
    }
    while (position < endOffset) {
      const records = await this.#read(OUTPUT_TOPIC, partition, position, Math.min(RECORDS_PER_CALL, endOffset - position));
      // Restarted while waiting: these records belong to the previous topic.
      if (tally !== this.#tally || records.length === 0) return false;
      for (const record of records) {
        const result = parseResult(record);
        if (result === undefined) tally.takeUnreadable();
        else tally.take(partition, result);
        position = record.offset + 1;
      }
      // Stored at once: if the next call fails, these records are not read again.
      this.#positions.set(partition, position);
    }
    return true;
  }

  /**
   * Also empty if retention has just dropped the offset. The next round finds the new start of the
   * topic.
   */
  async #read(topic: string, partition: number, offset: number, max: number) {
    try {
      return (await this.#client.call("playgroundRecords", { topic }, { partition, offset, max })).records;
    } catch (error) {
      if (error instanceof HttpStatusError && error.status === OFFSET_OUT_OF_RANGE) return [];
      throw error;
    }
  }

  async #newestClick(input: Topic): Promise<number | undefined> {
    let newestMs: number | undefined;
    for (const { partition, beginOffset, endOffset } of input.partitions) {
      if (endOffset <= beginOffset) return undefined;
      const [record] = await this.#read(INPUT_TOPIC, partition, endOffset - 1, 1);
      const value = record === undefined ? undefined : inputValueSchema.safeParse(parseJson(record.value));
      const timeMs = value?.success === true ? parsePlaygroundDate(value.data.timestamp) : Number.NaN;
      if (Number.isNaN(timeMs)) return undefined;
      newestMs = Math.min(newestMs ?? timeMs, timeMs);
    }
    return newestMs;
  }
}
