import { type ReactNode, type SyntheticEvent, useEffect, useRef, useState } from "react";
import { overviewOptions } from "../client/cluster-options.ts";

import { parseClusterUrl } from "../client/cluster-url.ts";
import { useBackend, useFact } from "../client/use-client.tsx";
import { formatCounted } from "../domain/units.ts";
import { ChevronIcon, ClusterIcon, EngineIcon } from "../ui/icons.tsx";
import { TextField } from "../ui/text-field.tsx";
import { BackendList } from "./backend-list.tsx";
import { NetworkPanelSetting } from "./network-panel-setting.tsx";
import { useBackendSwitch, useSelection } from "./use-backend-switch.tsx";

/** Names the backend, and is where another is chosen. */
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
      className="backend-picker"
      onKeyDown={(event) => {
        if (event.key === "Escape" && isOpen) close();
      }}
    >
      <button
        ref={button}
        type="button"
        className="backend"
        aria-label={`Cluster: ${backend.label}`}
        aria-describedby="backend-facts"
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
      >
        {backend.kind === "browser" ? <EngineIcon /> : <ClusterIcon />}
        <span className="two">
          <b>{backend.label}</b>
          <small id="backend-facts">
            <BackendFacts />
          </small>
        </span>
        <ChevronIcon />
      </button>
      {backend.isReadOnly && <span className="tag">read-only</span>}
      {isOpen && <Choices onClose={close} />}
    </div>
  );
}

/** What stands below the name. */
function BackendFacts(): ReactNode {
  const { kind } = useBackend();
  const overview = useFact(overviewOptions).data;
  if (kind === "browser") return "a small cluster in this page";
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
    <div ref={box} popover="manual" role="dialog" aria-label="Choose a cluster" className="backend-choices">
      {selection.kind === "chosen" && <BackendList rows={selection.rows} chosenId={selection.row.id} firstRef={first} onChosen={onClose} />}
      <NetworkPanelSetting />
      <form onSubmit={connect}>
        <TextField
          label="Another cluster, by its address"
          value={typed}
          isMono
          placeholder="http://jobmanager:8081"
          error={problem}
          help="Asked by this page directly: reading, savepoints, stopping and starting jobs. What needs PUT, PATCH or DELETE is not possible so."
          onChange={(value) => {
            setTyped(value);
            setProblem(undefined);
          }}
        />
        <div className="foot">
          <button type="submit" className="btn">
            Connect
          </button>
        </div>
      </form>
    </div>
  );
}

/** In every browser since 2024; without it the box stands where it is, and the button closes it. */
function showPopover(element: HTMLElement | null): void {
  if (element !== null && "showPopover" in element && !element.matches(":popover-open")) element.showPopover();
}
