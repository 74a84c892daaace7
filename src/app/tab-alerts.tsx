import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useSyncExternalStore } from "react";
import { useNavigate } from "react-router";

import { visibleText } from "../base/visible-text.ts";
import { useIsHistoryServer, useObserved } from "../client/use-client.tsx";
import { reasonPath, verdictOf } from "../domain/assessment.ts";
import { type TroubleWatch, watchTroubles } from "../observe/watch-troubles.ts";
import { alertChoice, onAlertChoice } from "./alert-choice.ts";
import { createAlertTracker } from "./alert-tracker.ts";
import { browserNotifier, type Notifier } from "./notifier.ts";

/** An older assessment does not count for the title, ms: the page no longer follows that job. */
const COUNTED_MS = 300_000;

/**
 * Counts the jobs in trouble for the tab's title, and shows notifications where they are switched
 * on. Renders nothing.
 */
export function TabAlerts({ onTroubled, notifier = browserNotifier }: { onTroubled: (count: number) => void; notifier?: Notifier }): null {
  const queryClient = useQueryClient();
  const observed = useObserved();
  const isHistoryServer = useIsHistoryServer();
  const choice = useSyncExternalStore(onAlertChoice, alertChoice);
  const navigate = useNavigate();
  const latest = useRef({ choice, navigate });
  const watch = useRef<TroubleWatch | undefined>(undefined);
  const isOn = choice.length > 0 && !isHistoryServer;
  useEffect(() => {
    latest.current = { choice, navigate };
  }, [choice, navigate]);
  useEffect(() => {
    const tracker = createAlertTracker();
    const { backend } = observed;
    watch.current = watchTroubles(queryClient, observed, (jobs) => {
      const fromMs = Date.now() - COUNTED_MS;
      onTroubled(jobs.filter(({ assessment }) => (assessment?.atMs ?? 0) > fromMs && verdictOf(assessment) === "trouble").length);
      for (const { job, reason } of tracker.next(jobs)) {
        if (!latest.current.choice.includes(reason.kind)) continue;
        notifier.show({
          title: `${reason.label}: ${job.title}`,
          body: visibleText(reason.text),
          tag: `drey ${backend.id} ${job.jobId} ${reason.kind}`,
          onPress: () => void latest.current.navigate(reasonPath(job.jobId, reason)),
        });
      }
    });
    return () => {
      watch.current?.stop();
      onTroubled(0);
    };
  }, [queryClient, observed, notifier, onTroubled]);
  useEffect(() => watch.current?.setAlways(isOn), [isOn, queryClient, observed, notifier, onTroubled]);
  return null;
}
