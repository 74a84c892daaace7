import { useQuery } from "@tanstack/react-query";

import { useObserved } from "../../client/use-client.tsx";
import { applicationsOptions } from "../../observe/applications.ts";

/**
 * Whether the cluster lists applications, as Flink does since 2.3. False until it has answered. It
 * is asked once, because another answer needs another JobManager.
 */
export function useHasApplications(): boolean {
  const { data } = useQuery({ ...applicationsOptions(useObserved()), ...ONCE, select: isThere });
  return data === true;
}

const ONCE = { refetchInterval: false, refetchOnWindowFocus: false, staleTime: Number.POSITIVE_INFINITY } as const;

function isThere(): boolean {
  return true;
}
