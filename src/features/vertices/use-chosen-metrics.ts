import { skipToken, useQuery, useQueryClient } from "@tanstack/react-query";

import { useBackend } from "../../client/use-client.tsx";
import { type ChosenMetric, metricKey } from "../../observe/vertex-metrics.ts";

const NOTHING: readonly ChosenMetric[] = [];

/** The metrics that are shown of a vertex. Kept in the query cache, so as long as the page is open. */
export function useChosenMetrics(
  jobId: string,
  vertexId: string,
): { chosen: readonly ChosenMetric[]; add: (metric: ChosenMetric) => void; remove: (metric: ChosenMetric) => void } {
  const queryClient = useQueryClient();
  const queryKey = [useBackend().id, "chosenMetrics", jobId, vertexId];
  const { data: chosen = NOTHING } = useQuery<readonly ChosenMetric[]>({ queryKey, queryFn: skipToken, gcTime: Number.POSITIVE_INFINITY });
  const set = (next: readonly ChosenMetric[]): void => void queryClient.setQueryData(queryKey, next);
  const without = (metric: ChosenMetric): readonly ChosenMetric[] => chosen.filter((one) => metricKey(one) !== metricKey(metric));
  return { chosen, add: (metric) => set([...without(metric), metric]), remove: (metric) => set(without(metric)) };
}
