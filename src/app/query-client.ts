import { notifyManager, QueryClient } from "@tanstack/react-query";

import { createFrameScheduler } from "./notify-by-frame.ts";

/**
 * One cache for all replies. Polling is the retry: a call that fails shows the last facts as stale and is made again at the
 * next interval. `always`: the browser engine answers without a network.
 * What came is shown with the next frame. While the tab is hidden intervals stand still (TanStack's focus manager); on return all that is on
 * the screen is asked anew.
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
        // What was left is asked anew on return, and kept this long for going back.
        gcTime: 60_000,
      },
      mutations: { networkMode: "always", retry: false },
    },
  });
}
