import type { ReactNode } from "react";

import { EmptyState } from "../ui/empty-and-error-state.tsx";
import { CloseIcon } from "../ui/icons.tsx";

/**
 * Replaces the inspector for a vertex that the job does not have: an old link, or a link of another
 * job.
 */
export function UnknownVertex({ vertexId, onClose }: { vertexId: string; onClose: () => void }): ReactNode {
  return (
    <aside className="inspector" aria-label="Unknown vertex">
      <header>
        <h2>
          <span>No such vertex</span>
          <button type="button" className="x" aria-label="Close" onClick={onClose}>
            <CloseIcon />
          </button>
        </h2>
      </header>
      <section>
        <EmptyState>
          This job has no vertex <span className="mono">{vertexId}</span>. Vertex IDs differ between jobs and between versions of a job.
        </EmptyState>
      </section>
    </aside>
  );
}
