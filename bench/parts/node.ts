// Part `node`.
import type { Part } from "../part.ts";
import { startInNode } from "../node-cluster.ts";
import { measureThroughputs } from "../throughput-report.ts";

/** Throughput of the job on Node's threads. */
export const nodePart: Part = {
  name: "node",
  description: "records/s of the job from topic to topic, on Node's threads",
  run: ({ parallelisms }) => measureThroughputs("Node", parallelisms, (options) => Promise.resolve(startInNode(options))),
};
