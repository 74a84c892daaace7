// Part `chromium`.
import { withBenchBrowser } from "../chromium-cluster.ts";
import type { Part } from "../part.ts";
import { measureThroughputs } from "../throughput-report.ts";

/** Throughput of the job on a browser's workers. */
export const chromiumPart: Part = {
  name: "chromium",
  description: "records/s of the job from topic to topic, in Chromium's workers",
  run: ({ parallelisms }) =>
    withBenchBrowser((browser) => measureThroughputs(`Chromium ${browser.version}`, parallelisms, (options) => browser.start(options))),
};
