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
      <p className="soft">{hasAddress ? "Command line" : "Command line (needs a reachable cluster)"}</p>
      {lines.flink !== undefined && <CopyLine text={lines.flink} label="the flink command" />}
      <CopyLine text={lines.curl} label="the curl command" />
      {remark !== undefined && <p className="muted">{remark}</p>}
    </div>
  );
}
