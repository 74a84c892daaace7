// The parts of the benchmark, in the order in which they run. Their meaning and figures:
// docs/benchmarks.md.
import type { Part } from "./part.ts";
import { besideFlinkPart } from "./parts/beside-flink.ts";
import { besideWebuiPart } from "./parts/beside-webui.ts";
import { chartsPart } from "./parts/charts.ts";
import { chromiumPart } from "./parts/chromium.ts";
import { corePart } from "./parts/core.ts";
import { largeGraphPart } from "./parts/large-graph.ts";
import { nodePart } from "./parts/node.ts";
import { pagePart } from "./parts/page.ts";
import { proxyPart } from "./parts/proxy.ts";
import { recoveryPart } from "./parts/recovery.ts";
import { savepointPart } from "./parts/savepoint.ts";
import { soakPart } from "./parts/soak.ts";
import { stopStartPart } from "./parts/stop-start.ts";

/** All of them. */
export const PARTS: readonly Part[] = [
  corePart,
  nodePart,
  chromiumPart,
  recoveryPart,
  savepointPart,
  stopStartPart,
  pagePart,
  chartsPart,
  largeGraphPart,
  proxyPart,
  besideFlinkPart,
  besideWebuiPart,
  soakPart,
];
