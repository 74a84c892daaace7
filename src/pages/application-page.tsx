import { type ReactNode, useState } from "react";
import { Link, useNavigate } from "react-router";

import { isNotFound } from "../client/http-status-error.ts";
import { useFact } from "../client/use-client.tsx";
import { type ApplicationList, applicationPath, type ApplicationTab } from "../domain/application-path.ts";
import { formatElapsed, shortId } from "../domain/units.ts";
import { ApplicationBar } from "../features/applications/application-bar.tsx";
import { ApplicationExceptionsPanel } from "../features/applications/application-exceptions.tsx";
import { UnknownApplication } from "../features/applications/unknown-application.tsx";
import { JobLists } from "../features/overview/jobs-tables.tsx";
import { JobManagerConfigurationOfApplication } from "../features/processes/jobmanager-configuration.tsx";
import { applicationExceptionsOptions, applicationOptions } from "../observe/application.ts";
import { StaleMark } from "../ui/age.tsx";
import type { EndpointId } from "../rest/routes.ts";
import { BarContent } from "../ui/bar-slot.tsx";
import { EmptyState } from "../ui/empty-and-error-state.tsx";
import { staleSince } from "../ui/query-region.tsx";
import { Strip } from "../ui/strip.tsx";
import { type TabItem, tabId, Tabs } from "../ui/tabs.tsx";
import { visibleText } from "../base/visible-text.ts";
import { useAddressParts } from "./address-parts.ts";
import { ShowRequests } from "./show-requests.tsx";

const PANEL_ID = "application-panel";

/** `#/application/running/:id/…` and `#/application/completed/:id/…`: one application, whatever its state. */
export function ApplicationPage(): ReactNode {
  const [, , id = ""] = useAddressParts();
  return <OneApplication key={id} id={id} />;
}

function OneApplication({ id }: { id: string }): ReactNode {
  const [, list, , part] = useAddressParts();
  const navigate = useNavigate();
  const query = useFact(applicationOptions, id);
  const application = query.data;
  const failures = useFact(applicationExceptionsOptions, id).data?.exceptionHistory.entries.length;
  // So that the button keeps its word when another tab is shown.
  const [cancelled, setCancelled] = useState(false);
  if (application === undefined && query.error !== null)
    return <UnknownApplication id={id} error={query.error} onRetry={() => void query.refetch()} />;
  const tab = TABS.find((one) => one === part) ?? "overview";
  const items: readonly TabItem<ApplicationTab>[] = [
    { id: "overview", label: "Jobs", count: application?.jobs.length },
    { id: "exceptions", label: "Exceptions", ...(failures === undefined || failures === 0 ? {} : { count: failures, isAlert: true }) },
    { id: "configuration", label: "Configuration" },
  ];
  const staleMs = staleSince(query);
  return (
    <div className="flex h-full min-h-0 flex-col bg-surface [&>[role=tabpanel]]:border-t [&>[role=tabpanel]]:border-line">
      {application === undefined ? (
        <BarContent crumb={<Link to="/application/running">Applications</Link>} title={visibleText(shortId(id))} />
      ) : (
        <ApplicationBar application={application} isCancelRequested={cancelled} onCancelRequested={() => setCancelled(true)} />
      )}
      {application !== undefined && isNotFound(query.error) && (
        <Strip tone="away" label="Unknown application" title="The cluster no longer knows this application.">
          Its JobManager restarted, or removed the application from its history. The page shows the last known state.{" "}
          <Link to="/application/running">All applications of this cluster</Link>
        </Strip>
      )}
      <Tabs
        label="Application"
        items={items}
        selected={tab}
        onSelect={(next) => void navigate(applicationPath(id, { list: listOf(list), tab: next }))}
        panelId={PANEL_ID}
        end={
          <>
            {staleMs !== undefined && <StaleMark sinceMs={staleMs} error={query.error} format={formatElapsed} />}
            <ShowRequests of="Application" calls={CALLS[tab]} />
          </>
        }
      />
      <div id={PANEL_ID} role="tabpanel" aria-labelledby={tabId(PANEL_ID, tab)} className="min-h-0 flex-1 overflow-auto">
        {tab === "overview" &&
          (application?.jobs.length === 0 ? (
            <EmptyState>
              The application has not submitted a job.
              {failures !== undefined && failures > 0 && (
                <>
                  {" "}
                  Its program failed before. <Link to={applicationPath(id, { list: listOf(list), tab: "exceptions" })}>Exceptions</Link>
                </>
              )}
            </EmptyState>
          ) : (
            <JobLists
              query={query}
              jobs={application?.jobs}
              noneRunning="No job of this application is running."
              noneFinished="No job of this application has ended."
            />
          ))}
        {tab === "exceptions" && <ApplicationExceptionsPanel application={application} id={id} />}
        {tab === "configuration" && <JobManagerConfigurationOfApplication applicationId={id} />}
      </div>
    </div>
  );
}

const CALLS = {
  overview: ["application"],
  exceptions: ["applicationExceptions"],
  configuration: ["applicationConfig"],
} as const satisfies Record<ApplicationTab, readonly EndpointId[]>;

const TABS: readonly ApplicationTab[] = ["overview", "exceptions", "configuration"];

function listOf(part: string | undefined): ApplicationList {
  return part === "completed" ? "completed" : "running";
}
