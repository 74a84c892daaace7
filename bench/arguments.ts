// The command line of `npm run bench`.
import { parseArgs } from "node:util";
import { UsageError } from "../tools/command.mjs";
import type { BenchSettings, Part } from "./part.ts";

/** The parsed arguments. */
export interface BenchCommand {
  /** Only list the parts. */
  readonly isList: boolean;
  readonly parts: readonly Part[];
  readonly settings: BenchSettings;
}

/**
 * `[part…] [--list] [--parallelism N] [--megabytes N] [--minutes N]`. Parts run in the table's
 * order, each once. Throws UsageError.
 */
export function parseBenchArguments(args: readonly string[], parts: readonly Part[]): BenchCommand {
  const { values, positionals } = parse(args);
  const unknown = positionals.find((name) => !parts.some((part) => part.name === name));
  if (unknown !== undefined) {
    throw new UsageError(`There is no part ${unknown}. Parts: ${parts.map((part) => part.name).join(", ")}.`);
  }
  const parallelism = readNumber("--parallelism", values.parallelism);
  if (parallelism !== undefined && !Number.isInteger(parallelism)) throw new UsageError("--parallelism takes a whole number.");
  const megabytes = readNumber("--megabytes", values.megabytes);
  return {
    isList: values.list,
    parts: positionals.length === 0 ? parts : parts.filter((part) => positionals.includes(part.name)),
    settings: {
      parallelisms: parallelism === undefined ? [1, 2] : [parallelism],
      megabytes: megabytes === undefined ? [1, 100] : [megabytes],
      minutes: readNumber("--minutes", values.minutes) ?? 10,
    },
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        list: { type: "boolean", default: false },
        parallelism: { type: "string" },
        megabytes: { type: "string" },
        minutes: { type: "string" },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function readNumber(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new UsageError(`${option} takes a number above 0, not ${text}.`);
  return value;
}
