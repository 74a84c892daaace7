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

/** The rescales of this backend that are not finished. */
export function useUnfinishedRescales(): readonly Rescale[] {
  const { id } = useBackend();
  const all = useSyncExternalStore(onRescalesChange, unfinishedRescales);
  return useMemo(() => all.filter(({ backendId }) => backendId === id), [all, id]);
}

/** The rescale of one job. */
export type RescaleHandle = {
  /** Undefined where none is unfinished. */
  readonly rescale: Rescale | undefined;
  readonly stop: Operation<string> | undefined;
  readonly start: Operation<string> | undefined;
  readonly isBusy: boolean;
  readonly run: (rescale: Rescale) => void;
  /** The second step alone. */
  readonly resume: (rescale: Rescale) => void;
};

/** The rescale of a job, as this page runs it. Nothing is begun while something is under way. */
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
    run: (next) => {
      if (!isBusy) void runInOneTab(next.jobId, () => runRescale(context, next));
    },
    resume: (next) => {
      if (!isBusy) void runInOneTab(next.jobId, () => runSecondStep(context, next));
    },
  };
}
