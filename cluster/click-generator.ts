// The generator's side of the playground API: what it was told and what it last said.
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

  /** As an argument or a line for the process. */
  get rate(): string {
    return this.#recordsPerSecond === null ? "max" : String(this.#recordsPerSecond);
  }

  /** The process that it is from now on. */
  runIn(jvm: Jvm): void {
    this.#jvm = jvm;
  }

  /** Takes in a line that the process printed. */
  receive(line: string): void {
    if (line.startsWith("{")) this.#report = reportSchema.parse(JSON.parse(line));
  }

  /** Contract 2. */
  describe(): Generator {
    return { recordsPerSecond: this.#recordsPerSecond, ...this.#report };
  }

  /** null: as fast as possible. 0: paused. */
  changeRate(recordsPerSecond: number | null): void {
    this.#recordsPerSecond = recordsPerSecond;
    this.#jvm?.say(this.rate);
  }
}
