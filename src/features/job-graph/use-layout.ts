import { keepPreviousData, useQuery } from "@tanstack/react-query";

import type { GraphLayout, LayoutInput } from "./layout.ts";
import { layoutKey } from "./layout.ts";

/**
 * The layout of a graph, by its structure alone. Until a new one is there the last stays; an answer to a structure that is
 * no longer asked for lands under its own key and is never shown.
 */
export function useLayout(input: LayoutInput | undefined): { layout: GraphLayout | undefined; error: Error | null } {
  const { data, error } = useQuery({
    // Not of any backend: the same structure has the same layout everywhere.
    queryKey: ["graph-layout", input === undefined ? "" : layoutKey(input)],
    queryFn: () => (input === undefined ? Promise.reject(new Error("No structure to lay out.")) : layOut(input)),
    enabled: input !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  });
  return { layout: data, error };
}

/** A worker for each layout: structures are rare, and an idle worker keeps 20 MB. */
async function layOut(input: LayoutInput): Promise<GraphLayout> {
  const { startElk } = await import("./elk-layout.ts");
  const elk = startElk();
  try {
    return await elk.layout(input);
  } finally {
    elk.stop();
  }
}
