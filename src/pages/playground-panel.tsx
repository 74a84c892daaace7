import { clsx } from "clsx";
import { type ReactNode, useState, useSyncExternalStore } from "react";
import { useFact } from "../client/use-client.tsx";

import { ContainersRack } from "../features/containers/containers-rack.tsx";
import { runningWords } from "../features/containers/containers-model.ts";
import { ProofLine, ProofPanel } from "../features/proof/proof-panel.tsx";
import { KILLED_EXIT_CODE, type ContainerEnd, type ContainerHistory } from "../domain/container-history.ts";
import { containersOptions } from "../observe/containers.ts";
import { Button } from "../ui/button.tsx";

/** The service whose container has the topics. */
const TOPICS_SERVICE = "kafka";

/** See {@link PlaygroundPanel}. */
export type PlaygroundPanelProps = {
  /** The job whose tasks are in the slots and whose plan the proof reads. */
  jobId: string;
  /** Called when a reset was accepted. The job no longer exists then. */
  onReset?: (() => void) | undefined;
};

/**
 * The playground below a page: containers as switches, and the proof by window. In a small window
 * it collapses to one line that can be expanded. Use it only if the backend has the playground API.
 */
export function PlaygroundPanel({ jobId, onReset }: PlaygroundPanelProps): ReactNode {
  const history = useFact(containersOptions).data;
  const isSmall = useSmallWindow();
  const [isUnfolded, setIsUnfolded] = useState(false);
  const topicsSinceMs = history?.containers.find(({ service }) => service === TOPICS_SERVICE)?.startedAt ?? undefined;
  const panel = (
    <section className={PANEL} aria-label="Playground">
      <ContainersRack jobId={jobId} onReset={onReset} />
      <ProofPanel jobId={jobId} topicsSinceMs={topicsSinceMs} kills={killsOf(history)} />
    </section>
  );
  if (!isSmall) return panel;
  return (
    <>
      <div className="flex h-10 w-full items-center gap-3 border-t border-line-strong bg-surface-2 px-4 text-dense text-fg-2">
        <b className="font-strong text-fg">{history === undefined ? "Containers" : runningWords(history.containers)}</b>
        <ProofLine jobId={jobId} topicsSinceMs={topicsSinceMs} />
        <div className="ml-auto flex flex-none">
          <Button small onPress={() => setIsUnfolded(!isUnfolded)}>
            {isUnfolded ? "Hide playground" : "Show playground"}
          </Button>
        </div>
      </div>
      {isUnfolded && panel}
    </>
  );
}

/** Containers and proof side by side, each with its own scrollbar. On a phone the proof is below. */
const PANEL = clsx(
  "grid h-67 min-w-0 grid-cols-[456px_minmax(0,1fr)] border-t border-line-strong bg-surface-2 max-phone:h-auto max-phone:grid-cols-[minmax(0,1fr)]",
  "*:min-h-0 *:min-w-0 *:overflow-x-hidden *:overflow-y-auto *:px-4 *:pt-2.75 *:pb-2",
  "[&>*+*]:border-l [&>*+*]:border-line max-phone:[&>*+*]:border-t max-phone:[&>*+*]:border-l-0",
);

const NO_ENDS: readonly ContainerEnd[] = [];

function killsOf(history: ContainerHistory | undefined): readonly ContainerEnd[] {
  const kills = history?.ends.filter(({ exitCode }) => exitCode === KILLED_EXIT_CODE);
  return kills === undefined || kills.length === 0 ? NO_ENDS : kills;
}

const SMALL = "(width < 1360px) or (height < 860px)";

/** Whether the window is too small for the whole panel. */
function useSmallWindow(): boolean {
  return useSyncExternalStore(subscribeToSmall, isSmall, () => false);
}

function isSmall(): boolean {
  return matchMedia(SMALL).matches;
}

function subscribeToSmall(listener: () => void): () => void {
  const query = matchMedia(SMALL);
  query.addEventListener("change", listener);
  return () => query.removeEventListener("change", listener);
}
