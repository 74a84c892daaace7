import { type ReactNode, useState } from "react";
import { useFact } from "../../client/use-client.tsx";

import type { ContainerHistory } from "../../domain/container-history.ts";
import { formatAge, formatBytesOf, formatCounted } from "../../domain/units.ts";
import type { ContainerAction } from "../../observe/actions.ts";
import { containersOptions, playgroundOptions } from "../../observe/containers.ts";
import { taskManagersOptions } from "../../observe/task-managers.ts";
import { topicsOptions } from "../../observe/topics.ts";
import { MAX_REPLICAS } from "../../rest/max-replicas.ts";
import type { Playground, Topics } from "../../rest/playground.ts";
import { StaleMark } from "../../ui/age.tsx";
import { Button } from "../../ui/button.tsx";
import { MinusIcon, PlusIcon, ResetIcon } from "../../ui/page-icons.tsx";
import { PanelHead } from "../../ui/panel-head.tsx";
import { missingBecause, NotKnown, QueryRegion, staleSince } from "../../ui/query-region.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { boxClass } from "./box-class.ts";
import { ContainerBox } from "./container-box.tsx";
import { nextSlotMemory, rackBoxes, type SlotMemory } from "./containers-model.ts";
import { GeneratorPace, GeneratorWaits } from "./generator-pace.tsx";
import { type ContainerActions, useContainerActions, useVertices } from "./queries.ts";
import { ResetDialog } from "./reset-dialog.tsx";

const TASK_MANAGER_SERVICE = "taskmanager";
const HINTS = {
  reset: { title: "Reset the playground", text: "Deletes all topics, checkpoints and jobs, and starts everything again." },
  add: { title: "Add TaskManager", text: "Starts another TaskManager with its slots. Jobs that wait for slots can use them." },
  remove: { title: "Remove a TaskManager", text: "Stops the TaskManager with the highest number. Jobs with tasks on it restart." },
};
const GENERATOR_SERVICE = "clickevent-generator";

/**
 * The rack of containers: kill, start, add, remove, reset, and the generator's pace. The slots show
 * the tasks of `jobId`.
 */
export function ContainersRack({ jobId, onReset }: { jobId: string | undefined; onReset?: (() => void) | undefined }): ReactNode {
  const history = useFact(containersOptions);
  const playground = useFact(playgroundOptions);
  const [isAsking, setIsAsking] = useState(false);
  const actions = useContainerActions(({ type }) => {
    if (type !== "reset") return;
    setIsAsking(false);
    onReset?.();
  });
  const staleSinceMs = staleSince(history);
  return (
    <section aria-label="Containers">
      <PanelHead
        title="Containers"
        controls={
          playground.data !== undefined &&
          history.data !== undefined && (
            <Controls playground={playground.data} history={history.data} actions={actions} onAskReset={() => setIsAsking(true)} />
          )
        }
      >
        {playground.data !== undefined && playground.data.restartable.length > 0 && (
          <span className="text-dense text-fg-3">
            off means <span className="mono">kill -9</span>
          </span>
        )}
        {staleSinceMs !== undefined && <StaleMark sinceMs={staleSinceMs} error={history.error} format={formatAge} />}
      </PanelHead>
      {actions.failed !== undefined && actions.failed.action.type === "scale" && (
        <p className="text-dense leading-4 text-danger" role="alert">
          {actions.failed.words}
        </p>
      )}
      <QueryRegion query={history} loading={<RackSkeleton />}>
        {(data) => (
          <>
            <NotKnown what="Which containers can be killed is unknown" error={missingBecause(playground)} />
            <Boxes history={data} playground={playground.data} jobId={jobId} actions={actions} />
          </>
        )}
      </QueryRegion>
      {isAsking && <ResetDialog actions={actions} onClose={() => setIsAsking(false)} />}
    </section>
  );
}

function Controls({
  playground,
  history,
  actions,
  onAskReset,
}: {
  playground: Playground;
  history: ContainerHistory;
  actions: ContainerActions;
  onAskReset: () => void;
}): ReactNode {
  const running = history.containers.filter(({ service, state }) => service === TASK_MANAGER_SERVICE && state === "running").length;
  const scale = (replicas: number): void => actions.run({ type: "scale", service: TASK_MANAGER_SERVICE, replicas });
  const busyReason = actions.isBusy ? "Another request is in progress." : undefined;
  return (
    <>
      {playground.reset && (
        <Button kind="quiet" small icon label="Reset the playground" hint={HINTS.reset} disabledReason={busyReason} onPress={onAskReset}>
          <ResetIcon />
        </Button>
      )}
      {playground.scalable.includes(TASK_MANAGER_SERVICE) && (
        <>
          <Button
            kind="quiet"
            small
            icon
            label="Remove a TaskManager"
            hint={HINTS.remove}
            disabledReason={busyReason ?? (running === 0 ? "No TaskManager runs." : undefined)}
            onPress={() => scale(running - 1)}
          >
            <MinusIcon />
          </Button>
          <Button
            kind="quiet"
            small
            hint={HINTS.add}
            disabledReason={busyReason ?? (running >= MAX_REPLICAS ? `${MAX_REPLICAS} TaskManagers is the maximum.` : undefined)}
            onPress={() => scale(running + 1)}
          >
            <PlusIcon />
            Add TaskManager
          </Button>
        </>
      )}
    </>
  );
}

function Boxes({
  history,
  playground,
  jobId,
  actions,
}: {
  history: ContainerHistory;
  playground: Playground | undefined;
  jobId: string | undefined;
  actions: ContainerActions;
}): ReactNode {
  const taskManagersQuery = useFact(taskManagersOptions);
  const taskManagers = taskManagersQuery.data?.taskmanagers;
  const topics = useFact(topicsOptions);
  const vertices = useVertices(jobId);
  const memory = useSlotMemory(history, taskManagers);
  const boxes = rackBoxes(history, playground, taskManagers, vertices, memory);
  return (
    <>
      <ul className="grid gap-1.25">
        {boxes.map((box) => (
          <ContainerBox
            key={box.name}
            box={box}
            doing={doing(box.service, topics.data?.topics)}
            below={box.service === GENERATOR_SERVICE ? <GeneratorWaits /> : undefined}
            busyReason={busyWords(actions, box.name)}
            failedWords={actions.failed !== undefined && isAbout(actions.failed.action, box.name) ? actions.failed.words : undefined}
            onKill={() => actions.run({ type: "kill", name: box.name })}
            onStart={() => actions.run({ type: "start", name: box.name })}
          />
        ))}
      </ul>
      <NotKnown what="The registered TaskManagers are unknown" error={missingBecause(taskManagersQuery)} />
      <NotKnown what="The tasks in the slots are unknown" error={vertices.error} />
      <NotKnown what="The size of the topics is unknown" error={missingBecause(topics)} />
    </>
  );
}

/**
 * State derived while rendering: a container's slots must be known after its TaskManager is lost.
 */
function useSlotMemory(history: ContainerHistory, taskManagers: Parameters<typeof nextSlotMemory>[2]): SlotMemory {
  const [memory, setMemory] = useState<SlotMemory>({});
  const next = nextSlotMemory(memory, history.containers, taskManagers);
  if (next !== memory) setMemory(next);
  return next;
}

function doing(service: string, topics: Topics | undefined): ReactNode {
  if (service === "kafka" && topics !== undefined) return topicsWords(topics);
  if (service === GENERATOR_SERVICE) return <GeneratorPace />;
  return undefined;
}

function topicsWords({ topics }: Topics): string {
  const sum = (of: "bytes" | "budgetBytes"): number => topics.reduce((total, topic) => total + topic[of], 0);
  return `${formatCounted(topics.length, "topic")}, ${formatBytesOf(sum("bytes"), sum("budgetBytes"))}`;
}

function isAbout(action: ContainerAction, name: string): boolean {
  return (action.type === "kill" || action.type === "start") && action.name === name;
}

function busyWords(actions: ContainerActions, name: string): string | undefined {
  if (!actions.isBusy) return undefined;
  return actions.pending !== undefined && isAbout(actions.pending, name)
    ? "The request is in progress."
    : "Another request is in progress.";
}

function RackSkeleton(): ReactNode {
  return (
    <ul className="grid gap-1.25" aria-hidden="true">
      {[36, 65, 36, 36].map((height, index) => (
        // The order never changes.
        <li key={index} className={boxClass({ isRunning: true, hasSwitch: true })} style={{ minHeight: height }}>
          <Skeleton width={110} />
        </li>
      ))}
    </ul>
  );
}
