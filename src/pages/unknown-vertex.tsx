import { visibleText } from "../base/visible-text.ts";
import type { ReactNode } from "react";

import { EmptyState } from "../ui/empty-and-error-state.tsx";
import { Inspector, InspectorSection } from "../ui/inspector.tsx";

/**
 * Replaces the inspector for a vertex that the job does not have: an old link, or a link of another
 * job.
 */
export function UnknownVertex({ vertexId, onClose }: { vertexId: string; onClose: () => void }): ReactNode {
  return (
    <Inspector label="Unknown vertex" title="No such vertex" onClose={onClose}>
      <InspectorSection>
        <EmptyState>
          This job has no vertex <span className="mono">{visibleText(vertexId)}</span>. Vertex IDs differ between jobs and between versions
          of a job.
        </EmptyState>
      </InspectorSection>
    </Inspector>
  );
}
