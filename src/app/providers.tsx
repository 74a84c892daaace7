import { QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";

import type { Backend } from "../client/backend.ts";
import { BackendProvider } from "../client/use-client.tsx";
import { ColumnStoreContext } from "../ui/column-store.ts";
import { columnStore } from "./column-store.ts";
import { FactsClock } from "./facts-clock.tsx";
import { FirstFacts } from "./first-facts.tsx";
import { createQueryClient } from "./query-client.ts";

/** The context of every page: the backend, the cache of its replies, and the chosen columns of tables. */
export function Providers({ backend, children }: { backend: Backend; children: ReactNode }): ReactNode {
  const [queryClient] = useState(createQueryClient);
  return (
    <QueryClientProvider client={queryClient}>
      <BackendProvider backend={backend}>
        <FirstFacts />
        <ColumnStoreContext value={columnStore}>
          <FactsClock>{children}</FactsClock>
        </ColumnStoreContext>
      </BackendProvider>
    </QueryClientProvider>
  );
}
