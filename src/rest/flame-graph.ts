import * as z from "zod/mini";
import { answers, type SchemasOf } from "./call-schemas.ts";
import type { FLAME_GRAPH_ROUTES } from "./vertices.ts";

/** A frame with how many samples were taken in it or below. */
const nodeSchema = z.object({
  name: z.string(),
  value: z.number(),
  get children() {
    return z.array(nodeSchema);
  },
});

/**
 * `GET …/vertices/:vertexid/flamegraph` (VertexFlameGraph). `endTimestamp` is when sampling ended, epoch ms, or why there is nothing:
 * -1 the vertex has ended, -2 `rest.flamegraph.enabled` is off, -3 no sample yet. Only samples have `data`.
 */
export const flameGraphSchema = z.object({ endTimestamp: z.number(), data: z.optional(nodeSchema) });

export type FlameGraph = z.infer<typeof flameGraphSchema>;

/** A frame of {@link FlameGraph}. */
export type FlameNode = z.infer<typeof nodeSchema>;

/** Their routes are in vertices.ts: a bundler keeps a schema that refers to itself, so the table of paths must not import this file. */
export const FLAME_GRAPH_SCHEMAS = {
  vertexFlameGraph: answers(flameGraphSchema),
} satisfies SchemasOf<typeof FLAME_GRAPH_ROUTES>;
