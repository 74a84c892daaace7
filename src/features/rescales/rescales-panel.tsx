import "./rescales.css";

import { type ReactNode, useRef } from "react";

import { useCall } from "../../client/use-client.tsx";
import type { Job } from "../../rest/jobs.ts";
import type { RescaleConfig } from "../../rest/rescales.ts";
import { EmptyState } from "../../ui/faces.tsx";
import { Region } from "../../ui/region.tsx";
import { useRescaleConfig, useRescaleHistory, useRescaleSummary } from "./queries.ts";
import { RequirementsTable } from "./requirements-table.tsx";
import { RescaleFigures } from "./rescale-figures.tsx";
import { RescaleHistoryTable } from "./rescale-history.tsx";
import { RescaleSettings } from "./rescale-settings.tsx";

/** See {@link RescalesPanel}. */
export type RescalesPanelProps = {
  jobId: string;
  /** Undefined while it is not known yet. */
  job: Job | undefined;
  isLive: boolean;
  selectedId: string | undefined;
  onSelect: (rescaleUuid: string) => void;
};

/** How the adaptive scheduler has rescaled a job: figures, the history, what is asked for, how it decides. */
export function RescalesPanel({ jobId, job, isLive, selectedId, onSelect }: RescalesPanelProps): ReactNode {
  const history = useRescaleHistory(jobId, isLive);
  const summary = useRescaleSummary(jobId, isLive).data;
  const configQuery = useRescaleConfig(jobId);
  const scrollBox = useRef<HTMLDivElement>(null);
  const isWithout = history.error !== null && history.data === undefined && "status" in history.error && history.error.status === 404;
  return (
    <div ref={scrollBox} className="rs-panel">
      {isWithout ? (
        <WithoutHistory config={configQuery.data} />
      ) : (
        <Region
          query={history}
          loading={
            <>
              <RescaleFigures summary={undefined} history={undefined} />
              <RescaleHistoryTable jobId={jobId} history={undefined} selectedId={undefined} onSelect={onSelect} scrollBox={scrollBox} />
            </>
          }
        >
          {(rescales) => (
            <>
              <RescaleFigures summary={summary} history={rescales} />
              <RescaleHistoryTable jobId={jobId} history={rescales} selectedId={selectedId} onSelect={onSelect} scrollBox={scrollBox} />
              {rescales.length === 0 && <EmptyState>No rescale yet.</EmptyState>}
            </>
          )}
        </Region>
      )}
      {job !== undefined && isLive && <RequirementsTable job={job} scrollBox={scrollBox} />}
      {configQuery.data !== undefined && <RescaleSettings config={configQuery.data} />}
    </div>
  );
}

/** Why there is none, as far as the cluster tells. */
function WithoutHistory({ config }: { config: RescaleConfig | undefined }): ReactNode {
  const version = useCall("config", {}, {}, { refreshMs: false }).data?.["flink-version"];
  return (
    <EmptyState>
      {config === undefined
        ? `Flink keeps a history of rescales since 2.3${version === undefined ? "" : `; this is ${version}`}. What the job asks for and has stands below.`
        : `This cluster keeps no history of rescales: ${config.rescaleHistoryMax > 0 ? "it does not answer for it" : "web.adaptive-scheduler.rescale-history.size is 0, as it is by default. Set to a number greater than 0 it keeps as many"}.`}
    </EmptyState>
  );
}
