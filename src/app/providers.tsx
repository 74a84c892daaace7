import { QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";

import type { Backend } from "../client/backend.ts";
import { BackendProvider } from "../client/use-client.tsx";
import { ColumnWidthContext } from "../ui/column-widths.ts";
import { columnWidthStore } from "./column-width-store.ts";
import { FactsClock } from "./facts-clock.tsx";
import { FirstFacts } from "./first-facts.tsx";
import { createQueryClient } from "./query-client.ts";

/** The context of every page: the backend, the cache of its replies, and the widths of columns. */
export function Providers({ backend, children }: { backend: Backend; children: ReactNode }): ReactNode {
  const [queryClient] = useState(createQueryClient);
  return (
    <QueryClientProvider client={queryClient}>
      <BackendProvider backend={backend}>
        <FirstFacts />
        <ColumnWidthContext value={columnWidthStore}>
          <FactsClock>{children}</FactsClock>
        </ColumnWidthContext>
      </BackendProvider>
    </QueryClientProvider>
  );
}
