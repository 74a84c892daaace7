import type { ReactNode } from "react";

import type { Operation } from "../../client/operation.ts";
import { formatDuration } from "../../domain/units.ts";
import { useTenthsNow } from "../../ui/clock.ts";
import { Outcome } from "../../ui/outcome.tsx";

/** The state of an operation; nothing if there is none. */
export function OperationOutcome<Value>({
  operation,
  working,
  children,
}: {
  operation: Operation<Value> | undefined;
  /** The activity: `Taking the savepoint`. */
  working: string;
  /** The result. */
  children: (value: Value, tookMs: number) => ReactNode;
}): ReactNode {
  if (operation === undefined) return null;
  switch (operation.phase) {
    case "asking":
      return <Working words={working} sinceMs={operation.sinceMs} trouble="The request is in progress." />;
    case "running":
      return <Working words={working} sinceMs={operation.sinceMs} trouble={operation.trouble} />;
    case "done":
      return <Outcome phase="done">{children(operation.value, operation.endMs - operation.sinceMs)}</Outcome>;
    case "failed":
      return (
        <Outcome phase="failed" reply={operation.reply}>
          {operation.words}
        </Outcome>
      );
  }
}

function Working({ words, sinceMs, trouble }: { words: string; sinceMs: number; trouble: string | undefined }): ReactNode {
  const now = useTenthsNow();
  return (
    <Outcome phase="working">
      {words}, for {formatDuration(Math.max(0, now - sinceMs))}. {trouble}
    </Outcome>
  );
}
