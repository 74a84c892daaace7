import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

import { useBackend, useIsHistoryServer } from "../client/use-client.tsx";

/** The first drawing comes first, ms. The recorder then reads what the page already knows. */
const START_MS = 1500;

/** Records the history of the cluster's jobs while the page is open. Renders nothing. */
export function Recording(): null {
  const queryClient = useQueryClient();
  const backend = useBackend();
  // Its jobs have ended.
  const isHistoryServer = useIsHistoryServer();
  useEffect(() => {
    if (isHistoryServer) return;
    let stop = (): void => clearTimeout(timer);
    const start = async (): Promise<void> => {
      let isGone = false;
      stop = () => {
        isGone = true;
      };
      const { recorderOf, stopRecorderOf } = await import("../observe/recorder/history-options.ts");
      if (isGone) return;
      recorderOf(queryClient, backend);
      stop = () => stopRecorderOf(backend);
    };
    const timer = setTimeout(() => {
      // Without its code there is no history. The History tab says so.
      start().catch(() => undefined);
    }, START_MS);
    return () => stop();
  }, [queryClient, backend, isHistoryServer]);
  return null;
}
