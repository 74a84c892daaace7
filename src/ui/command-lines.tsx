import type { ReactNode } from "react";

import { CopyLine } from "./copy-line.tsx";

/** An action as commands to copy: for Flink's client, if it has one, and for curl. */
export function CommandLines({
  lines,
  hasAddress,
  remark,
}: {
  lines: { readonly flink?: string; readonly curl: string };
  /** Whether others can reach the backend's address. The playground has none. */
  hasAddress: boolean;
  /** What the user needs to know before using them. */
  remark?: ReactNode;
}): ReactNode {
  return (
    <div className="mt-3 text-dense">
      <p className="text-fg-2">{hasAddress ? "Command line" : "Command line (needs a reachable cluster)"}</p>
      {lines.flink !== undefined && <CopyLine text={lines.flink} label="the flink command" />}
      <CopyLine text={lines.curl} label="the curl command" />
      {remark !== undefined && <p className="mt-1.25 text-fg-3">{remark}</p>}
    </div>
  );
}
