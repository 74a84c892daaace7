import { usePrefetchQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";

import { configOptions, jobsOverviewOptions, refreshMsOf } from "../client/cluster-options.ts";
import { useBackend } from "../client/use-client.tsx";
import { jobOptions } from "../observe/jobs.ts";
import { placeOf } from "./page-code.ts";

/**
 * Requests the facts that the page's first address needs, while the code of that page still loads.
 * The page finds them in the cache.
 */
export function FirstFacts(): ReactNode {
  const [{ area, id }] = useState(() => placeOf(window.location.hash));
  usePrefetchQuery(configOptions(useBackend()));
  if (area === "job" && id !== undefined) return <FirstJob jobId={id} />;
  return area === "" || area === "overview" || area === "job" ? <FirstJobs /> : null;
}

function FirstJob({ jobId }: { jobId: string }): ReactNode {
  usePrefetchQuery(jobOptions(useFirstObserved(), jobId));
  return null;
}

function FirstJobs(): ReactNode {
  usePrefetchQuery(jobsOverviewOptions(useFirstObserved()));
  return null;
}

/** The interval does not matter for a single request. */
function useFirstObserved() {
  return { backend: useBackend(), refreshMs: refreshMsOf(undefined) };
}
