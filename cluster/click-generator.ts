// The generator's part of the playground API: its requested and its last reported state.
import * as z from "zod/mini";
import type { Generator } from "../src/rest/playground.ts";
import type { Jvm } from "./jvm.ts";

/** 1000 clicks on each of six pages in 15 s. */
const RECORDS_PER_SECOND = 400;

const reportSchema = z.object({ sent: z.number(), waiting: z.boolean() });

/** One incarnation of the generator. */
export class ClickGenerator {
  #jvm: Jvm | undefined;
  #recordsPerSecond: number | null = RECORDS_PER_SECOND;
  #report = { sent: 0, waiting: false };

  /** As an argument, or as a line on standard input. */
  get rate(): string {
    return this.#recordsPerSecond === null ? "max" : String(this.#recordsPerSecond);
  }

  /** Sets the current process. */
  runIn(jvm: Jvm): void {
    this.#jvm = jvm;
  }

  /** Handles a line that the process printed. */
  receive(line: string): void {
    if (line.startsWith("{")) this.#report = reportSchema.parse(JSON.parse(line));
  }

  /** Contract 2. */
  describe(): Generator {
    return { recordsPerSecond: this.#recordsPerSecond, ...this.#report };
  }

  /** null: unlimited. 0: paused. */
  changeRate(recordsPerSecond: number | null): void {
    this.#recordsPerSecond = recordsPerSecond;
    this.#jvm?.say(this.rate);
  }
}
