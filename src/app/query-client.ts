import { notifyManager, QueryClient } from "@tanstack/react-query";

import { createFrameScheduler } from "./notify-by-frame.ts";

/**
 * One cache for all replies. Polling replaces retries: after a failed call the last facts are shown
 * as stale, and the call is repeated at the next interval. `always`: the browser engine answers
 * without a network. Replies are rendered with the next frame. While the tab is hidden, intervals
 * are paused (TanStack's focus manager). When it is visible again, all facts on the screen are
 * refreshed.
 */
export function createQueryClient(): QueryClient {
  notifyManager.setScheduler(createFrameScheduler());
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: "always",
        retry: false,
        refetchOnWindowFocus: "always",
        refetchIntervalInBackground: false,
        // Facts that are no longer observed are kept this long for the back button, and refreshed
        // on return.
        gcTime: 60_000,
      },
      mutations: { networkMode: "always", retry: false },
    },
  });
}
