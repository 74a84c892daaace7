import { type ReactNode, useState, useSyncExternalStore } from "react";

import { useBackend } from "../client/use-client.tsx";
import { formatCounted } from "../domain/units.ts";
import { Button } from "../ui/button.tsx";
import { lazyPopup } from "../ui/lazy-popup.tsx";

const FailureList = lazyPopup(async () => (await import("./failure-list.tsx")).FailureList);

/** How many calls of this cluster have failed since they were last cleared. Opens their list. Renders nothing if none has. */
export function FailureCounter(): ReactNode {
  const { failures } = useBackend().client;
  const entries = useSyncExternalStore(failures.subscribe, failures.entries);
  const [isOpen, setIsOpen] = useState(false);
  // The list stays open while it is cleared.
  if (entries.length === 0 && !isOpen) return null;
  return (
    <>
      {entries.length > 0 && (
        <Button small kind="danger" hint={HINT} onPress={() => setIsOpen(true)}>
          {formatCounted(
            entries.reduce((sum, { count }) => sum + count, 0),
            "error",
          )}
        </Button>
      )}
      {isOpen && <FailureList entries={entries} onClear={failures.clear} onClose={() => setIsOpen(false)} />}
    </>
  );
}

const HINT = { title: "Errors", text: "Calls of this cluster that failed since the page was opened or the list was cleared." };
