import type { ReactNode } from "react";

import { useFact } from "../../client/use-client.tsx";
import { GLOSSARY } from "../../domain/glossary.ts";
import { formatCount, formatCounted } from "../../domain/units.ts";
import { jobsOverviewOptions } from "../../observe/jobs.ts";
import { useHint } from "../../ui/hint.tsx";
import { type JobRow, jobRows } from "./jobs-model.ts";
import { useAttentionFilter, useTriageRound } from "./use-triage.ts";

/**
 * For the bar: the number of running jobs that need attention, as a button that lists only these.
 * Renders nothing if there are none.
 */
export function OverviewFacts(): ReactNode {
  const jobs = useFact(jobsOverviewOptions).data?.jobs;
  const round = useTriageRound();
  const [isFiltered] = useAttentionFilter();
  if (jobs === undefined) return null;
  const { running } = jobRows(jobs, round);
  const troubled = running.filter((row) => row.needsAttention);
  return troubled.length === 0 && !isFiltered ? null : <AttentionButton troubled={troubled} count={running.length} />;
}

function AttentionButton({ troubled, count }: { troubled: readonly JobRow[]; count: number }): ReactNode {
  const [isFiltered, setFiltered] = useAttentionFilter();
  const { title, text } = GLOSSARY.needsAttention;
  const names = troubled.map(({ name }) => name).join(", ");
  const hint = useHint({ title, text: names === "" ? text : `${names}. ${text}` });
  return (
    <>
      <button
        type="button"
        className="text-accent underline-offset-2 hover:underline"
        aria-pressed={isFiltered}
        onClick={() => setFiltered(!isFiltered)}
        {...hint.props}
      >
        <b>{formatCount(troubled.length)}</b> of {formatCounted(count, "running job")} {troubled.length === 1 ? "needs" : "need"} attention
      </button>
      {hint.node}
    </>
  );
}
