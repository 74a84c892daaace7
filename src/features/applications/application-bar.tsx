import { type ReactNode, useState } from "react";
import { Link } from "react-router";

import { visibleText } from "../../base/visible-text.ts";
import { useIsHistoryServer } from "../../client/use-client.tsx";
import { useRefusal } from "../../client/use-capabilities.ts";
import { applicationStateFacts, applicationStateLook, isApplicationOver } from "../../domain/application-state.ts";
import { formatClockMillis, formatSpan } from "../../domain/units.ts";
import type { Application } from "../../rest/applications.ts";
import { BarContent } from "../../ui/bar-slot.tsx";
import { Button, buttonClass } from "../../ui/button.tsx";
import { useNow } from "../../ui/clock.ts";
import { Hint } from "../../ui/hint.tsx";
import { CancelIcon } from "../../ui/page-icons.tsx";
import { StateBadge, TaskCounts } from "../../ui/state-badge.tsx";
import { applicationTitle, jobCountsOf } from "./applications-model.ts";
import { CancelApplicationDialog } from "./cancel-application-dialog.tsx";
import { Time } from "../../ui/time.tsx";

/** See {@link ApplicationBar}. */
export type ApplicationBarProps = {
  application: Application;
  /** Whether the cluster has accepted a cancel from this page. */
  isCancelRequested: boolean;
  onCancelRequested: () => void;
};

/** The application in the top bar: name, state, times, the number of jobs by status, and actions. */
export function ApplicationBar({ application, isCancelRequested, onCancelRequested }: ApplicationBarProps): ReactNode {
  const [isAsking, setIsAsking] = useState(false);
  const isHistoryServer = useIsHistoryServer();
  const refusal = useRefusal("cancelApplication");
  const { status } = application;
  const isOver = isApplicationOver(application);
  const isCancelling = status === "CANCELING" || (isCancelRequested && CANCELLABLE.includes(status));
  return (
    <>
      <BarContent
        crumb={<Link to="/application/running">Applications</Link>}
        title={applicationTitle(application)}
        badge={
          <Hint title={visibleText(status)} text={applicationStateFacts(status).meaning}>
            <StateBadge {...applicationStateLook(status)} filled />
          </Hint>
        }
        facts={<Facts application={application} isOver={isOver} />}
        actions={
          isHistoryServer ? undefined : (
            <>
              <Link className={buttonClass({ kind: "quiet" })} to="/job-manager/logs">
                JobManager log
              </Link>
              {!isOver && (
                <Button
                  kind="danger"
                  hint={CANCEL}
                  disabledReason={
                    refusal ??
                    (isCancelling
                      ? "The application is being cancelled."
                      : CANCELLABLE.includes(status)
                        ? undefined
                        : `The application is ${visibleText(status)}.`)
                  }
                  onPress={() => setIsAsking(true)}
                >
                  <CancelIcon />
                  {isCancelling ? "Cancelling …" : "Cancel"}
                </Button>
              )}
            </>
          )
        }
      />
      {isAsking && <CancelApplicationDialog application={application} onRequested={onCancelRequested} onClose={() => setIsAsking(false)} />}
    </>
  );
}

/** The states in which Flink's WebUI offers a cancel. */
const CANCELLABLE: readonly string[] = ["CREATED", "RUNNING"];

const CANCEL = { title: "Cancel", text: "Cancels the application with all its jobs at once, without savepoints." };

function Facts({ application, isOver }: { application: Application; isOver: boolean }): ReactNode {
  const now = useNow();
  const jobs = jobCountsOf(application);
  return (
    <>
      <span>
        <b>{formatSpan(application.duration, isOver)}</b> {isOver ? "from start to end" : "since start"}
      </span>
      <span>
        <Time atMs={application["start-time"]}>
          started <b>{formatClockMillis(application["start-time"], now)}</b>
        </Time>
      </span>
      {application["end-time"] >= 0 && (
        <span>
          <Time atMs={application["end-time"]}>
            ended <b>{formatClockMillis(application["end-time"], now)}</b>
          </Time>
        </span>
      )}
      {jobs.length > 0 && (
        <span>
          jobs <TaskCounts counts={jobs} showsBar={false} />
        </span>
      )}
      <span className="mono wrap-anywhere" title="Application ID">
        {visibleText(application.id)}
      </span>
    </>
  );
}
