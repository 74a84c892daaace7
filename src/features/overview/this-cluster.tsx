import type { ReactNode } from "react";

import { visibleText } from "../../base/visible-text.ts";
import { DASH, formatBytesOf, formatElapsed, formatInterval } from "../../domain/units.ts";
import type { Config } from "../../rest/config.ts";
import type { Overview } from "../../rest/overview.ts";
import type { HeapUse } from "../../domain/heap-use.ts";
import { KeyValue, KeyValues } from "../../ui/key-values.tsx";
import { UnknownValue } from "../../ui/query-region.tsx";

/** Facts about this cluster and its permissions, from `GET /config` and `GET /overview`. */
export function ThisCluster({
  config,
  overview,
  heap,
  heapError,
  clockAheadMs,
  hasPlayground,
}: {
  config: Config | undefined;
  overview: Overview | undefined;
  heap: HeapUse;
  /** Why it is unknown, if its call failed. */
  heapError: Error | undefined;
  /** How far the page's clock is ahead of the cluster's, ms; undefined if no reply has told. */
  clockAheadMs: number | undefined;
  /** Whether containers, topics and generator are available. */
  hasPlayground: boolean;
}): ReactNode {
  const features = config?.features;
  const revision = revisionOf(config, overview);
  return (
    <section className="mt-5 max-desk:mt-0 max-phone:mt-5" aria-label="This cluster">
      <h2 className="flex justify-between font-title">This cluster</h2>
      <KeyValues className="mt-1.5 leading-5.5">
        <KeyValue name="Flink">{overview === undefined ? DASH : visibleText(overview["flink-version"])}</KeyValue>
        <KeyValue name="Commit" title={visibleText(revision ?? "")}>
          {visibleText(revision ?? DASH)}
        </KeyValue>
        <KeyValue name="JobManager heap" className={heap.usedBytes === undefined ? "text-fg-3" : undefined}>
          {heapError === undefined ? formatBytesOf(heap.usedBytes, heap.maxBytes) : <UnknownValue error={heapError} />}
        </KeyValue>
        <Fact name="Submit jobs" is={features?.["web-submit"]} yes="allowed" no="not allowed" />
        <Fact name="Cancel jobs" is={features?.["web-cancel"]} yes="allowed" no="not allowed" />
        <Fact name="Rescale in place" is={features?.["web-rescale"]} yes="allowed" no="needs the adaptive scheduler" />
        <KeyValue name="Refresh">{config === undefined ? DASH : `every ${formatInterval(config["refresh-interval"])}`}</KeyValue>
        <KeyValue name="Time zone" title={visibleText(config?.["timezone-name"] ?? "")}>
          {visibleText(config?.["timezone-name"] ?? DASH)}
        </KeyValue>
        <KeyValue name="Ages">{clockWords(clockAheadMs)}</KeyValue>
        <Fact name="Containers, topics, generator" is={hasPlayground} yes="available" no="not available" />
      </KeyValues>
    </section>
  );
}

/**
 * The commit and its date as the cluster writes them: `c0f8d1a @ 2026-06-14T16:29:03+02:00`. Flink
 * writes "unknown" if it was built without a repository.
 */
function revisionOf(config: Config | undefined, overview: Overview | undefined): string | undefined {
  return [config?.["flink-revision"], overview?.["flink-commit"]].find((known) => known !== undefined && known !== "");
}

/** Whose clock the ages on the screen are counted by. */
function clockWords(aheadMs: number | undefined): string {
  if (aheadMs === undefined) return "by this browser's clock";
  if (aheadMs === 0) return "by the cluster's clock";
  return `by the cluster's clock, ${formatElapsed(Math.abs(aheadMs))} ${aheadMs > 0 ? "behind" : "ahead"}`;
}

function Fact({ name, is, yes, no }: { name: string; is: boolean | undefined; yes: string; no: string }): ReactNode {
  return (
    <KeyValue name={name} className={is === true ? undefined : "text-fg-3"}>
      {is === undefined ? DASH : is ? yes : no}
    </KeyValue>
  );
}
