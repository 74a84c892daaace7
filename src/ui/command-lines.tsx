import type { ReactNode } from "react";

import { CopyLine } from "./copy-line.tsx";

/** The same as an action, as lines to copy: Flink's client, where it has a command for it, and the call that it makes. */
export function CommandLines({
  lines,
  hasAddress,
  remark,
}: {
  lines: { readonly flink?: string; readonly curl: string };
  /** Whether the backend has an address that others can reach; the engine in the page has none. */
  hasAddress: boolean;
  /** What one has to know before using them. */
  remark?: ReactNode;
}): ReactNode {
  return (
    <div className="lines">
      <p className="soft">
        {hasAddress ? "The same as a line to copy" : "The same as a line, for an engine or cluster that has an address"}
      </p>
      {lines.flink !== undefined && <CopyLine text={lines.flink} label="the flink line" />}
      <CopyLine text={lines.curl} label="the curl line" />
      {remark !== undefined && <p className="muted">{remark}</p>}
    </div>
  );
}
