import { keepPreviousData, useQuery } from "@tanstack/react-query";

import { inSlices } from "../../base/in-slices.ts";
import { PAGE_SLICES } from "../../ui/page-slices.ts";
import { type GraphLayout, type LayoutInput, layOut, layoutKey } from "./layout.ts";

/**
 * The layout of a graph, by its structure. The previous layout stays until the new one is ready. A
 * result for an outdated structure is stored under its own key and never shown.
 */
export function useLayout(input: LayoutInput | undefined): { layout: GraphLayout | undefined; error: Error | null } {
  const { data, error } = useQuery({
    // Independent of the backend: the same structure always has the same layout.
    queryKey: ["graph-layout", input === undefined ? "" : layoutKey(input)],
    queryFn: () => (input === undefined ? Promise.reject(new Error("No structure to lay out.")) : inSlices(layOut(input), PAGE_SLICES)),
    enabled: input !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    // A layout of thousands of boxes has nothing in common with another one.
    structuralSharing: false,
    placeholderData: keepPreviousData,
  });
  return { layout: data, error };
}
