// Journeys on disk. Five journeys of each backend take an hour on a small machine, so they can be
// made in several runs.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { TravelledStep } from "./travel.ts";

type Journey = readonly TravelledStep[];

/**
 * The journeys of one backend in a directory, one file each. Without a directory nothing is loaded
 * or kept.
 */
export class KeptJourneys {
  readonly #directory: string | undefined;
  readonly #name: string;

  constructor(directory: string | undefined, name: string) {
    this.#directory = directory;
    this.#name = name;
  }

  /** Journeys 1, 2 and so on, up to `most` or the first that is missing. */
  load(most: number): Journey[] {
    const journeys: Journey[] = [];
    for (let number = 1; number <= most; number++) {
      const file = this.#file(number);
      if (file === undefined || !existsSync(file)) break;
      // Only `keep` writes here.
      journeys.push(JSON.parse(readFileSync(file, "utf8")) as Journey);
    }
    return journeys;
  }

  /** Writes a journey to disk. Numbers begin with 1. */
  keep(number: number, journey: Journey): void {
    const file = this.#file(number);
    if (file === undefined) return;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(journey));
  }

  #file(number: number): string | undefined {
    return this.#directory === undefined ? undefined : join(this.#directory, `${this.#name.replaceAll(" ", "-")}-${number}.json`);
  }
}
