import type { ReactNode } from "react";

import type { BackendRow } from "../client/backend-config.ts";
import { BackendList } from "./backend-list.tsx";
import { Notice } from "./notice.tsx";

/** The page for an address that names an unknown or unreachable cluster. */
export function NoCluster({ wanted, words, rows }: { wanted: string; words: string; rows: readonly BackendRow[] }): ReactNode {
  return (
    <main>
      <Notice title="Drey cannot show this cluster" level={1}>
        <p className="mono">{wanted}</p>
        <p>{words}</p>
        <p>Known clusters:</p>
        <BackendList rows={rows} chosenId={undefined} />
      </Notice>
    </main>
  );
}
