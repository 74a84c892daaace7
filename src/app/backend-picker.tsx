import { type ReactNode, type SyntheticEvent, useEffect, useRef, useState } from "react";
import { overviewOptions } from "../client/cluster-options.ts";

import { parseClusterUrl } from "../client/cluster-url.ts";
import { useBackend, useFact } from "../client/use-client.tsx";
import { formatCounted } from "../domain/units.ts";
import { ChevronIcon, ClusterIcon, EngineIcon } from "../ui/icons.tsx";
import { TextField } from "../ui/text-field.tsx";
import { BackendList } from "./backend-list.tsx";
import { NetworkPanelSetting } from "./network-panel-setting.tsx";
import { ReadOnlyTag } from "./read-only-tag.tsx";
import { useBackendSwitch, useSelection } from "./use-backend-switch.tsx";

/** Shows the connected backend and opens the list of backends. */
export function BackendPicker(): ReactNode {
  const backend = useBackend();
  const [isOpen, setIsOpen] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!isOpen) return undefined;
    const closeOutside = (event: PointerEvent): void => {
      if (event.target instanceof Node && place.current?.contains(event.target) !== true) setIsOpen(false);
    };
    document.addEventListener("pointerdown", closeOutside);
    return () => document.removeEventListener("pointerdown", closeOutside);
  }, [isOpen]);
  const close = (): void => {
    setIsOpen(false);
    button.current?.focus();
  };
  return (
    <div
      ref={place}
      className="flex flex-none items-center gap-1.5"
      onKeyDown={(event) => {
        if (event.key === "Escape" && isOpen) close();
      }}
    >
      <button
        ref={button}
        type="button"
        className="flex h-10 items-center gap-2.5 rounded-2 px-2.5 text-left hover:bg-surface-2 aria-expanded:bg-surface-2 max-phone:px-1 [&>svg]:size-4.5 [&>svg]:flex-none [&>svg]:text-fg-2 [&>svg:last-child]:-ml-0.5 [&>svg:last-child]:size-3 [&>svg:last-child]:text-fg-3"
        aria-label={`Cluster: ${backend.label}`}
        aria-describedby="backend-facts"
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
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
      {isOpen && <Choices onClose={close} />}
    </div>
  );
}

/** The text below the name. */
function BackendFacts(): ReactNode {
  const { kind } = useBackend();
  const overview = useFact(overviewOptions).data;
  if (kind === "browser") return "playground in this tab";
  return overview === undefined
    ? "no reply yet"
    : `Flink ${overview["flink-version"]}, ${formatCounted(overview.taskmanagers, "TaskManager")}`;
}

function Choices({ onClose }: { onClose: () => void }): ReactNode {
  const backendSwitch = useBackendSwitch();
  const selection = useSelection(backendSwitch);
  const box = useRef<HTMLDivElement>(null);
  const first = useRef<HTMLAnchorElement>(null);
  const [typed, setTyped] = useState("");
  const [problem, setProblem] = useState<string | undefined>(undefined);

  useEffect(() => {
    showPopover(box.current);
    first.current?.focus();
  }, []);

  const connect = (event: SyntheticEvent): void => {
    event.preventDefault();
    const parsed = parseClusterUrl(typed);
    if ("problem" in parsed) return setProblem(parsed.problem);
    onClose();
    backendSwitch.choose(parsed.url);
  };
  return (
    <div
      ref={box}
      popover="manual"
      role="dialog"
      aria-label="Choose a cluster"
      className="fixed inset-auto top-[calc(var(--spacing-bar)-4px)] left-[calc(var(--spacing-rail)+4px)] max-h-[calc(100vh-var(--spacing-bar)-16px)] w-100 max-w-[calc(100vw-16px)] overflow-auto rounded-3 bg-surface p-2 whitespace-normal text-fg shadow-2 ring-1 ring-line max-phone:left-2"
    >
      {selection.kind === "chosen" && <BackendList rows={selection.rows} chosenId={selection.row.id} firstRef={first} onChosen={onClose} />}
      <NetworkPanelSetting />
      <form className="mt-2 border-t border-line px-2 pb-2" onSubmit={connect}>
        <TextField
          label="Address of another cluster"
          value={typed}
          isMono
          placeholder="http://jobmanager:8081"
          error={problem}
          help="This page calls the cluster directly. You can read, take savepoints, and start and stop jobs. Cancel, rescale and deleting JARs need Drey's server as a proxy."
          onChange={(value) => {
            setTyped(value);
            setProblem(undefined);
          }}
        />
        <div className="mt-2 flex justify-end">
          <button type="submit" className="btn">
            Connect
          </button>
        </div>
      </form>
    </div>
  );
}

/** All browsers have it since 2024. Without it the box stays in place, and the button closes it. */
function showPopover(element: HTMLElement | null): void {
  if (element !== null && "showPopover" in element && !element.matches(":popover-open")) element.showPopover();
}
