// The arguments of `npm run cluster`.
import { parseArgs } from "node:util";
import { UsageError } from "../tools/command.mjs";
import { defaultPort, portOf } from "../tools/port.mjs";
import { FLINK_VERSIONS, type FlinkLine, isFlinkLine } from "./flink-versions.ts";

/** The parsed arguments. */
export interface ClusterArguments {
  readonly flink: FlinkLine;
  readonly adaptive: boolean;
  readonly backpressure: boolean;
  readonly port: number;
}

const USAGE = "Usage: npm run cluster -- [--flink 1.20|2.3] [--adaptive] [--backpressure] [--port 8081]";

const DEFAULT_FLINK: FlinkLine = "2.3";

/** Parses `--flink`, `--adaptive`, `--backpressure` and `--port`. Throws UsageError. */
export function clusterArguments(args: readonly string[]): ClusterArguments {
  const { flink, adaptive, backpressure, port } = parse(args);
  if (!isFlinkLine(flink)) {
    throw new UsageError(`--flink takes ${Object.keys(FLINK_VERSIONS).join(" or ")}, not "${flink}".\n${USAGE}`);
  }
  return { flink, adaptive, backpressure, port: port === undefined ? defaultPort : portOf(port) };
}

function parse(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        flink: { type: "string", default: DEFAULT_FLINK },
        adaptive: { type: "boolean", default: false },
        backpressure: { type: "boolean", default: false },
        port: { type: "string" },
      },
    });
    return values;
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
}
