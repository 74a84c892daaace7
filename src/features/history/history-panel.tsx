import { type ReactNode, useRef, useState } from "react";

import { fullTime } from "../../base/full-time.ts";
import { visibleText } from "../../base/visible-text.ts";
import { useBackend, useFact } from "../../client/use-client.tsx";
import { historyOptions, historyPlace } from "../../observe/recorder/history-options.ts";
import { type Incident, IncidentFileError, MOST_FILE_BYTES, readIncident, writeIncident } from "../../observe/recorder/incident-file.ts";
import { Button } from "../../ui/button.tsx";
import { downloadText } from "../../ui/download.ts";
import { ErrorState } from "../../ui/empty-and-error-state.tsx";
import { QueryRegion } from "../../ui/query-region.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { Strip } from "../../ui/strip.tsx";
import { HistoryView } from "./history-view.tsx";

/** The recorded history of a job, or an incident file in its place. */
export function HistoryPanel({ jobId, jobName }: { jobId: string; jobName: string }): ReactNode {
  const backend = useBackend();
  const query = useFact(historyOptions, jobId);
  const [incident, setIncident] = useState<Incident | undefined>(undefined);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const open = async (file: File): Promise<void> => {
    try {
      setIncident(await incidentIn(file));
      setProblem(undefined);
    } catch (error) {
      if (!(error instanceof IncidentFileError)) throw error;
      setProblem(error.message);
    }
  };
  const opener = <OpenFile onFile={(file) => void open(file)} />;
  const failed = problem !== undefined && <ErrorState words={problem} />;
  if (incident !== undefined) {
    return (
      <>
        <Strip
          tone="away"
          label="Incident file"
          title="Incident file, read-only."
          action={
            <Button small onPress={() => setIncident(undefined)}>
              Close the file
            </Button>
          }
        >
          Job {visibleText(incident.jobName)} ({visibleText(incident.jobId)}) of the cluster {visibleText(incident.cluster)}, exported{" "}
          {fullTime(incident.exportedMs) ?? "at an unknown time"}. It does not show the current state.
        </Strip>
        {failed}
        <HistoryView key={incident.exportedMs} history={incident.history} initialRange="all" controls={opener} />
      </>
    );
  }
  return (
    <>
      {failed}
      <QueryRegion query={query} loading={<Loading />}>
        {(history) => (
          <>
            <HistoryView
              history={history}
              initialRange="15m"
              controls={
                <>
                  <Button
                    small
                    hint={EXPORT}
                    onPress={() => {
                      const about = { exportedMs: Date.now(), cluster: backend.label, jobId, jobName };
                      downloadText(`${jobName}-${jobId}-incident.json`, writeIncident({ ...about, history }));
                    }}
                  >
                    Export
                  </Button>
                  {opener}
                </>
              }
            />
            <p className="px-4 pb-3 text-dense text-fg-2">{PLACE_WORDS[historyPlace(backend)]}</p>
          </>
        )}
      </QueryRegion>
    </>
  );
}

const EXPORT = { title: "Export", text: "Downloads this job's history as a JSON file. Open it with Drey on any computer." };
const OPEN = { title: "Open incident file", text: "Shows an exported history here, read-only. The file is not uploaded." };

const PLACE_WORDS = {
  browser: "Recorded while Drey is open, and kept in this browser: 15 minutes in full, 6 hours in steps of 30 s, 3 days in steps of 5 min.",
  page: "Recorded while this page is open. The playground and its history end with the page. Export the history to keep it.",
  refused: "This browser does not allow storage, or it is full, so the history ends with this page. Export it to keep it.",
} as const;

async function incidentIn(file: File): Promise<Incident> {
  if (file.size > MOST_FILE_BYTES) {
    throw new IncidentFileError("This file is larger than any incident file. Open a JSON file that Drey's History tab has exported.");
  }
  return readIncident(await file.text());
}

function OpenFile({ onFile }: { onFile: (file: File) => void }): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button small hint={OPEN} onPress={() => input.current?.click()}>
        Open incident file
      </Button>
      <input
        ref={input}
        className="sr-only"
        type="file"
        accept=".json,application/json"
        tabIndex={-1}
        aria-label="An incident file to open"
        onChange={(event) => {
          const file = event.target.files?.[0];
          // The same file may be chosen again.
          event.target.value = "";
          if (file !== undefined) onFile(file);
        }}
      />
    </>
  );
}

function Loading(): ReactNode {
  return (
    <p className="p-4">
      <Skeleton width={180} />
    </p>
  );
}
