import { parseArgs } from "node:util";
import { parseClusterUrl } from "../src/client/cluster-url.ts";
import { UsageError } from "./command.mjs";
import { defaultPort } from "./port.mjs";

const USAGE = `Usage: npm run events -- [--cluster URL] [--json]

  --cluster URL   the REST API of a Flink cluster; by default that of npm run engine, http://localhost:${String(defaultPort)}
  --json          print one JSON object per line`;

/** The options of `npm run events`. */
export interface EventsOptions {
  /** The base of the REST API, with a trailing slash. */
  readonly url: string;
  readonly isJson: boolean;
}

/** Parses the arguments. Throws UsageError. */
export function eventsOptions(args: string[]): EventsOptions {
  const { cluster, json } = valuesOf(args);
  const address = parseClusterUrl(cluster ?? `http://localhost:${String(defaultPort)}`);
  if ("problem" in address) throw new UsageError(`--cluster: ${address.problem}\n${USAGE}`);
  return { url: address.url, isJson: json === true };
}

function valuesOf(args: string[]): { cluster?: string | undefined; json?: boolean | undefined } {
  try {
    return parseArgs({ args, options: { cluster: { type: "string" }, json: { type: "boolean" } } }).values;
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
}
