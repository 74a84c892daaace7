import { type UseQueryResult, useQueries } from "@tanstack/react-query";
import { useMemo } from "react";

import { useFact, useObserved } from "../../client/use-client.tsx";
import type { FlinkProcess } from "../../observe/process.ts";
import { metricNamesOptions, metricValuesOptions, type MetricValues, NAMES_AT_ONCE } from "../../observe/processes.ts";
import { missingBecause } from "../../ui/query-region.tsx";
import { isMemoryMetric } from "./metric-model.ts";

/** Values by name as far as they are known, and why others are missing. */
export type KnownMetrics = { readonly values: MetricValues; readonly error: Error | undefined };

/** The values of these metrics of a process, with a call for each {@link NAMES_AT_ONCE} names. */
export function useMetricValues(process: FlinkProcess, parts: readonly (readonly string[])[]): KnownMetrics {
  const observed = useObserved();
  return useQueries({
    queries: parts.map((part) => metricValuesOptions(observed, process, part)),
    combine: combineValues,
  });
}

function combineValues(queries: readonly UseQueryResult<MetricValues>[]): KnownMetrics {
  return {
    values: Object.assign({}, ...queries.map(({ data }) => data)) as MetricValues,
    error: queries.map(missingBecause).find((error) => error !== undefined),
  };
}

/** The values of the metrics about a process's memory. Every part of the page that shows some shares these calls. */
export function useMemoryMetrics(process: FlinkProcess): KnownMetrics {
  const names = useFact(metricNamesOptions, process).data;
  return useMetricValues(
    process,
    useMemo(() => memoryParts(names ?? []), [names]),
  );
}

/** The memory metrics among these names, in parts that fit into a URL. */
export function memoryParts(names: readonly string[]): readonly (readonly string[])[] {
  return inParts(names.filter(isMemoryMetric));
}

/** Names in parts that fit into a URL. */
export function inParts(names: readonly string[]): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(names.length / NAMES_AT_ONCE) }, (_, part) =>
    names.slice(part * NAMES_AT_ONCE, (part + 1) * NAMES_AT_ONCE),
  );
}
