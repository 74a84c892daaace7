import { keepPreviousData, useQuery } from "@tanstack/react-query";

import { inSlices } from "../../base/in-slices.ts";
import { PAGE_SLICES } from "../../client/page-slices.ts";
import { type Scene, sceneOf } from "./canvas-scene.ts";
import { type GraphLayout, type LayoutInput, layOut, layoutKey } from "./layout.ts";

/**
 * The layout of a graph, by its structure. The previous layout stays until the new one is ready. A
 * result for an outdated structure is stored under its own key and never shown.
 */
export function useLayout(input: LayoutInput | undefined): { drawn: DrawnLayout | undefined; error: Error | null } {
  const key = input === undefined ? "" : layoutKey(input);
  const { data, error } = useQuery({
    // Independent of the backend: the same structure always has the same layout.
    queryKey: ["graph-layout", key],
    // The default hash would copy a key of a million characters at each render.
    queryKeyHashFn: () => key,
    queryFn: () =>
      input === undefined ? Promise.reject(new Error("No structure to lay out.")) : inSlices(layOutDrawn(input), PAGE_SLICES),
    enabled: input !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    // A layout of thousands of boxes has nothing in common with another one.
    structuralSharing: false,
    placeholderData: keepPreviousData,
  });
  return { drawn: data, error };
}

/** A layout, and what the canvas of a large graph draws of it. */
export type DrawnLayout = { readonly layout: GraphLayout; readonly scene: Scene };

function* layOutDrawn(input: LayoutInput): Generator<void, DrawnLayout> {
  const layout = yield* layOut(input);
  return { layout, scene: yield* sceneOf(input.structure, input.ends, layout) };
}
