import { visibleText } from "../../base/visible-text.ts";
import { applicationStateFacts, applicationStateLook, isApplicationOver } from "../../domain/application-state.ts";
import { jobStatusFacts } from "../../domain/job-status.ts";
import type { StateBadgeLook } from "../../domain/state-badge-look.ts";
import { shortId } from "../../domain/units.ts";
import { NO_NAME } from "../../domain/vertex-name.ts";
import type { Application, ApplicationsOverview } from "../../rest/applications.ts";
import type { TaskCount } from "../../ui/state-badge.tsx";

/** An application of `GET /applications/overview`. */
export type ListedApplication = ApplicationsOverview["applications"][number];

/** One application as the tables show it. Times in epoch ms. */
export type ApplicationRow = {
  id: string;
  /** The displayed text, with invisible characters made visible. */
  name: string;
  look: StateBadgeLook;
  stateOrder: number;
  /** Its jobs by status. */
  jobs: readonly TaskCount[];
  jobCount: number;
  startMs: number;
  /** Absent while the application lives. */
  endMs: number | undefined;
  durationMs: number;
  isOver: boolean;
};

/** The applications, running and ended ones apart. */
export type ApplicationRows = { running: readonly ApplicationRow[]; completed: readonly ApplicationRow[] };

/** Splits the applications into running and ended ones. The tables sort them. */
export function applicationRows(applications: readonly ListedApplication[]): ApplicationRows {
  const rows = applications.map(applicationRow);
  return { running: rows.filter((row) => !row.isOver), completed: rows.filter((row) => row.isOver) };
}

function applicationRow(application: ListedApplication): ApplicationRow {
  const jobs = jobCounts(application.jobs);
  return {
    id: application.id,
    name: applicationTitle(application),
    look: applicationStateLook(application.status),
    stateOrder: applicationStateFacts(application.status).order,
    jobs,
    jobCount: jobs.reduce((sum, { count }) => sum + count, 0),
    startMs: application["start-time"],
    endMs: application["end-time"] >= 0 ? application["end-time"] : undefined,
    durationMs: application.duration,
    isOver: isApplicationOver(application),
  };
}

/** The number of jobs in each status, those that need attention first. */
function jobCounts(counts: Readonly<Record<string, number>>): readonly TaskCount[] {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([status, count]) => ({
      tone: jobStatusFacts(status).tone,
      word: visibleText(status),
      count,
      order: jobStatusFacts(status).order,
    }))
    .toSorted((a, b) => a.order - b.order || (a.word < b.word ? -1 : 1))
    .map(({ tone, word, count }) => ({ tone, word, count }));
}

/** The jobs of an application by status. */
export function jobCountsOf({ jobs }: Application): readonly TaskCount[] {
  const counts = new Map<string, number>();
  for (const { state } of jobs) counts.set(state, (counts.get(state) ?? 0) + 1);
  return jobCounts(Object.fromEntries(counts));
}

/** An application's name as the screen shows it; of one without a name, the start of its id. */
export function applicationTitle({ name, id }: { readonly name: string; readonly id: string }): string {
  return name.trim() === "" ? `${NO_NAME} ${visibleText(shortId(id))}` : visibleText(name);
}

/** The rows whose name, id or state contains `text`, ignoring case. */
export function filterApplications(rows: readonly ApplicationRow[], text: string): readonly ApplicationRow[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return rows;
  return rows.filter((row) => [row.name, row.id, row.look.label].some((field) => field.toLowerCase().includes(wanted)));
}

/**
 * The consequences of cancelling an application, one sentence each. `jobNames` are those of its jobs
 * that have not ended.
 */
export function cancelConsequences(jobNames: readonly string[]): readonly string[] {
  return [
    jobNames.length === 0
      ? "The program's main() is stopped. No job of the application is running."
      : `${jobNames.length === 1 ? "Its job is" : `All ${String(jobNames.length)} jobs that have not ended are`} cancelled: ${jobNames.join(", ")}. Their tasks stop at once and free their slots.`,
    "No savepoint is taken. Whether checkpoints are retained depends on the configuration of each job.",
    "The application becomes CANCELED and is not restarted.",
  ];
}
