import { useQueryClient } from "@tanstack/react-query";
import { useMemo, useSyncExternalStore } from "react";

import { isUnderWay, type Operation } from "../../client/operation.ts";
import { operationBook } from "../../client/operation-book.ts";
import { useOperation } from "../../client/use-operation.ts";
import { useBackend } from "../../client/use-client.tsx";
import { startKey, stopKey } from "./keys.ts";
import { onRescalesChange, type Rescale, unfinishedRescales } from "./rescale-book.ts";
import { runInOneTab } from "./rescale-lock.ts";
import { type RescaleContext, runRescale, runSecondStep } from "./run-rescale.ts";

/** The unfinished rescales of this backend. */
export function useUnfinishedRescales(): readonly Rescale[] {
  const { id } = useBackend();
  const all = useSyncExternalStore(onRescalesChange, unfinishedRescales);
  return useMemo(() => all.filter(({ backendId }) => backendId === id), [all, id]);
}

/** The rescale of one job. */
export type RescaleHandle = {
  /** Undefined if there is no unfinished one. */
  readonly rescale: Rescale | undefined;
  readonly stop: Operation<string> | undefined;
  readonly start: Operation<string> | undefined;
  readonly isBusy: boolean;
  /** `onStarted` gets the id of the new job once it exists. */
  readonly run: (rescale: Rescale, onStarted?: (jobId: string) => void) => void;
  /** Runs only the second step. */
  readonly resume: (rescale: Rescale) => void;
};

/** The rescale of a job, run by this page. Starts nothing while an operation is in progress. */
export function useRescale(jobId: string): RescaleHandle {
  const backend = useBackend();
  const queryClient = useQueryClient();
  const rescale = useUnfinishedRescales().find((one) => one.jobId === jobId);
  const stop = useOperation<string>(stopKey(jobId)).operation;
  const start = useOperation<string>(startKey(jobId)).operation;
  const isBusy = isUnderWay(stop) || isUnderWay(start);
  const context: RescaleContext = { backend, queryClient, book: operationBook(backend) };
  return {
    rescale,
    stop,
    start,
    isBusy,
    run: (next, onStarted) => {
      if (isBusy) return;
      void (async () => {
        await runInOneTab(next.jobId, () => runRescale(context, next));
        const started = context.book.get(startKey(next.jobId));
        if (started?.phase === "done" && typeof started.value === "string") onStarted?.(started.value);
      })();
    },
    resume: (next) => {
      if (!isBusy) void runInOneTab(next.jobId, () => runSecondStep(context, next));
    },
  };
}
