import { type ReactNode, useCallback, useState } from "react";

import { visibleText } from "../base/visible-text.ts";
import { overviewOptions } from "../client/cluster-options.ts";
import { useBackend, useConfig, useFact, useIsHistoryServer } from "../client/use-client.tsx";
import { formatCounted } from "../domain/units.ts";
import { ChevronIcon, ClusterIcon, EngineIcon } from "../ui/icons.tsx";
import { lazyPopup } from "../ui/lazy-popup.tsx";
import { ReadOnlyTag } from "./read-only-tag.tsx";

const BackendChoices = lazyPopup(async () => (await import("./backend-choices.tsx")).BackendChoices);

/** Shows the connected backend and opens the list of backends. */
export function BackendPicker(): ReactNode {
  const backend = useBackend();
  const [opener, setOpener] = useState<HTMLElement | undefined>(undefined);
  const close = useCallback(() => setOpener(undefined), []);
  const isOpen = opener !== undefined;
  return (
    <div className="flex flex-none items-center gap-1.5">
      <button
        type="button"
        className="flex h-10 items-center gap-2.5 rounded-2 px-2.5 text-left hover:bg-surface-2 aria-expanded:bg-surface-2 max-phone:px-1 [&>svg]:size-4.5 [&>svg]:flex-none [&>svg]:text-fg-2 [&>svg:last-child]:-ml-0.5 [&>svg:last-child]:size-3 [&>svg:last-child]:text-fg-3"
        aria-label={`Cluster: ${backend.label}`}
        title={backend.label}
        aria-describedby="backend-facts"
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={(event) => setOpener(isOpen ? undefined : event.currentTarget)}
      >
        {backend.kind === "browser" ? <EngineIcon /> : <ClusterIcon />}
        <span className="grid max-w-65 min-w-0 leading-4 *:truncate max-phone:hidden">
          <b className="font-strong">{backend.label}</b>
          <small id="backend-facts" className="text-label text-fg-3 max-[1000px]:hidden">
            <BackendFacts />
          </small>
        </span>
        <ChevronIcon />
      </button>
      {backend.isReadOnly && <ReadOnlyTag />}
      {isOpen && <BackendChoices opener={opener} onClose={close} />}
    </div>
  );
}

/** The text below the name. */
function BackendFacts(): ReactNode {
  const { kind } = useBackend();
  const config = useConfig();
  const isHistoryServer = useIsHistoryServer();
  const overview = useFact(overviewOptions, !isHistoryServer).data;
  if (kind === "browser") return "playground in this tab";
  if (isHistoryServer && config !== undefined) return `History Server, Flink ${visibleText(config["flink-version"])}`;
  return overview === undefined
    ? "no reply yet"
    : `Flink ${visibleText(overview["flink-version"])}, ${formatCounted(overview.taskmanagers, "TaskManager")}`;
}
