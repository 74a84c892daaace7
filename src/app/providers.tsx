import { QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";

import type { Backend } from "../client/backend.ts";
import { BackendProvider } from "../client/use-client.tsx";
import { FactsClock } from "./facts-clock.tsx";
import { FirstFacts } from "./first-facts.tsx";
import { createQueryClient } from "./query-client.ts";

/** The context of every page: the backend and the cache of its replies. */
export function Providers({ backend, children }: { backend: Backend; children: ReactNode }): ReactNode {
  const [queryClient] = useState(createQueryClient);
  return (
    <QueryClientProvider client={queryClient}>
      <BackendProvider backend={backend}>
        <FirstFacts />
        <FactsClock>{children}</FactsClock>
      </BackendProvider>
    </QueryClientProvider>
  );
}
