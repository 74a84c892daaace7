import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { visibleText } from "../../base/visible-text.ts";
import { failureWords } from "../../client/failure-words.ts";
import { useBackend } from "../../client/use-client.tsx";
import { planBody, type RunRequest } from "../../domain/command-lines.ts";
import { descriptionLines } from "../../domain/plan-description.ts";
import { formatCounted, formatParallelism } from "../../domain/units.ts";
import { jarPlan } from "../../observe/jars.ts";
import type { Plan, PlanNode } from "../../rest/plan.ts";
import { Button } from "../../ui/button.tsx";
import { type Column, DataTable } from "../../ui/data-table.tsx";
import { Dialog, DialogActions } from "../../ui/dialog.tsx";
import { EmptyState, ErrorState } from "../../ui/empty-and-error-state.tsx";
import { Outcome } from "../../ui/outcome.tsx";

/** The plan of a JAR's program with these arguments: its job graph, and its vertices as a table. */
export function PlanDialog({
  request,
  draw,
  onClose,
}: {
  request: RunRequest;
  /** Draws the job graph. Without it there is only the table. */
  draw: ((plan: Plan) => ReactNode) | undefined;
  onClose: () => void;
}): ReactNode {
  const backend = useBackend();
  const body = planBody(request);
  // Asked once for each opening, because the cluster runs the program's main() for it.
  const { data: plan, error } = useQuery({
    queryKey: [backend.id, "plan", request.jarId, body],
    queryFn: () => jarPlan(backend, request.jarId, body),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  return (
    <Dialog title={plan === undefined ? `Plan of ${request.jarName}` : `Plan of ${plan.name}`} isWide onClose={onClose}>
      {error !== null ? (
        <ErrorState {...failureWords(error)} />
      ) : plan === undefined ? (
        <Outcome phase="working">The cluster runs the program's main() to get its job graph.</Outcome>
      ) : (
        <PlanView plan={plan} draw={draw} />
      )}
      <DialogActions>
        <Button onPress={onClose}>Close</Button>
      </DialogActions>
    </Dialog>
  );
}

function PlanView({ plan, draw }: { plan: Plan; draw: ((plan: Plan) => ReactNode) | undefined }): ReactNode {
  if (plan.nodes.length === 0) return <EmptyState>The plan has no vertices.</EmptyState>;
  // Flink writes sinks first.
  const rows = plan.nodes.toReversed();
  return (
    <>
      <p className="mb-2 text-dense text-fg-2">
        {plan.type === "" ? "" : `${visibleText(plan.type)}, `}
        {formatCounted(plan.nodes.length, "vertex", "vertices")}
      </p>
      {draw?.(plan)}
      <DataTable label="Vertices of the plan" columns={COLUMNS} rows={rows} rowKey={({ id }) => id} density="inspector" minWidth={560} />
    </>
  );
}

const COLUMNS: readonly Column<PlanNode>[] = [
  {
    id: "operators",
    header: "Operators",
    cell: ({ description }) => {
      const words = visibleText(descriptionLines(description).join(" "));
      return <span title={words}>{words}</span>;
    },
  },
  {
    id: "parallelism",
    header: "Parallelism",
    width: 96,
    isNumeric: true,
    sortBy: ({ parallelism }) => parallelism,
    cell: ({ parallelism }) => formatParallelism(parallelism),
  },
  {
    id: "input",
    header: "Input",
    width: 128,
    cell: ({ inputs = [] }) => visibleText(inputs.map(({ ship_strategy: strategy }) => strategy).join(", ")),
  },
];
