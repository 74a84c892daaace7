import { Popover } from "@ariakit/react/popover";
import { type ReactNode, type RefObject, type SyntheticEvent, useRef, useState } from "react";

import { parseClusterUrl } from "../client/cluster-url.ts";
import { buttonClass } from "../ui/button.tsx";
import { useOpenedPopover } from "../ui/opened-popover.ts";
import { TextField } from "../ui/text-field.tsx";
import { AlertSetting } from "./alert-setting.tsx";
import { BackendList } from "./backend-list.tsx";
import { NetworkPanelSetting } from "./network-panel-setting.tsx";
import { useBackendSwitch, useSelection } from "./use-backend-switch.tsx";

/** See {@link BackendChoices}. */
export type BackendChoicesProps = {
  /** The button that opened it, which gets the focus back. */
  opener: HTMLElement;
  onClose: () => void;
};

/** The open list of backends, with the field for another address. Ariakit places it and closes it. */
export function BackendChoices({ opener, onClose }: BackendChoicesProps): ReactNode {
  const first = useRef<HTMLAnchorElement>(null);
  const store = useOpenedPopover(opener, onClose);
  return (
    <Popover
      store={store}
      portal
      fixed
      aria-label="Choose a cluster"
      initialFocus={first}
      gutter={4}
      shift={-8}
      className="z-50 max-h-(--popover-available-height) w-100 max-w-[calc(100vw-16px)] overflow-auto rounded-3 bg-surface p-2 whitespace-normal text-fg shadow-2 ring-1 ring-line"
    >
      <Choices firstRef={first} onClose={onClose} />
    </Popover>
  );
}

function Choices({ firstRef, onClose }: { firstRef: RefObject<HTMLAnchorElement | null>; onClose: () => void }): ReactNode {
  const backendSwitch = useBackendSwitch();
  const selection = useSelection(backendSwitch);
  const [typed, setTyped] = useState("");
  const [problem, setProblem] = useState<string | undefined>(undefined);

  const connect = (event: SyntheticEvent): void => {
    event.preventDefault();
    const parsed = parseClusterUrl(typed);
    if ("problem" in parsed) return setProblem(parsed.problem);
    onClose();
    backendSwitch.choose(parsed.url);
  };
  return (
    <>
      {selection.kind === "chosen" && (
        <BackendList rows={selection.rows} chosenId={selection.row.id} firstRef={firstRef} onChosen={onClose} />
      )}
      <NetworkPanelSetting />
      <AlertSetting />
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
          <button type="submit" className={buttonClass()}>
            Connect
          </button>
        </div>
      </form>
    </>
  );
}
