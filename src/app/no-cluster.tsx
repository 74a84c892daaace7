import type { ReactNode } from "react";

import type { BackendRow } from "../client/backend-config.ts";
import { BackendList } from "./backend-list.tsx";
import { Notice } from "./notice.tsx";

/** The address names a cluster that there is not, or that this page cannot ask. */
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
