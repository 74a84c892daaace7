// The only file that imports ELK. ELK runs in its own worker, because the layout of a few hundred
// vertices takes seconds.
import ElkApi from "elkjs/lib/elk-api.js";
import workerUrl from "elkjs/lib/elk-worker.min.js?url";

import { fromElkGraph, type GraphLayout, type LayoutInput, toElkGraph } from "./layout.ts";

/** Lays out graphs; `stop` ends its worker. */
export type Layouter = { layout: (input: LayoutInput) => Promise<GraphLayout>; stop: () => void };

/** Starts ELK's worker. */
export function startElk(): Layouter {
  const elk = new ElkApi({ workerUrl });
  return {
    layout: async (input) => fromElkGraph(input, await elk.layout(toElkGraph(input))),
    stop: () => elk.terminateWorker(),
  };
}
