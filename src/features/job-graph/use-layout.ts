import { keepPreviousData, useQuery } from "@tanstack/react-query";

import type { GraphLayout, LayoutInput } from "./layout.ts";
import { layoutKey } from "./layout.ts";

/**
 * The layout of a graph, by its structure. The previous layout stays until the new one is ready. A
 * result for an outdated structure is stored under its own key and never shown.
 */
export function useLayout(input: LayoutInput | undefined): { layout: GraphLayout | undefined; error: Error | null } {
  const { data, error } = useQuery({
    // Independent of the backend: the same structure always has the same layout.
    queryKey: ["graph-layout", input === undefined ? "" : layoutKey(input)],
    queryFn: () => (input === undefined ? Promise.reject(new Error("No structure to lay out.")) : layOut(input)),
    enabled: input !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  });
  return { layout: data, error };
}

/** One worker per layout: structures change rarely, and an idle worker keeps 20 MB. */
async function layOut(input: LayoutInput): Promise<GraphLayout> {
  const { startElk } = await import("./elk-layout.ts");
  const elk = startElk();
  try {
    return await elk.layout(input);
  } finally {
    elk.stop();
  }
}
