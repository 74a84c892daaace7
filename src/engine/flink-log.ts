import { isoTime } from "../base/iso-time.ts";
import { RingBuffer } from "../base/ring-buffer.ts";
import type { Clock } from "./host.ts";

type Level = "INFO" | "WARN" | "ERROR";

const CAPACITY_LINES = 10_000;

/** The log of a JobManager or TaskManager: the last 10,000 lines in the layout of Flink's log4j-console.properties, times in UTC. */
export class FlinkLog {
  readonly #clock: Clock;
  readonly #lines = new RingBuffer<string>(CAPACITY_LINES);
  #lastModified: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#lastModified = clock.now();
  }

  /** When the last line was written, epoch ms. */
  get lastModified(): number {
    return this.#lastModified;
  }

  /** `logger` is the Flink class that logs this event, without `org.apache.flink.`. */
  info(logger: string, message: string): void {
    this.#write("INFO", logger, message);
  }

  warn(logger: string, message: string): void {
    this.#write("WARN", logger, message);
  }

  error(logger: string, message: string): void {
    this.#write("ERROR", logger, message);
  }

  /** The whole log, each line ended. */
  text(): string {
    return this.#lines.toArray().join("");
  }

  #write(level: Level, logger: string, message: string): void {
    this.#lastModified = this.#clock.now();
    const time = isoTime(this.#lastModified).replace("T", " ").replace(".", ",").replace("Z", "");
    this.#lines.push(`${time} ${level.padEnd(5)} ${`org.apache.flink.${logger}`.padEnd(60)} [] - ${message}\n`);
  }
}
