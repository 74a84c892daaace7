import type { ReactNode } from "react";

import { visibleText } from "../../base/visible-text.ts";
import { formatAgo, formatAgoTenths, formatCount } from "../../domain/units.ts";
import { Age } from "../../ui/age.tsx";
import { useTenthsNow } from "../../ui/clock.ts";
import { Hint } from "../../ui/hint.tsx";
import { Switch } from "../../ui/switch.tsx";
import type { RackBox, RackSlot } from "./containers-model.ts";

/** See {@link ContainerBox}. */
export type ContainerBoxProps = {
  box: RackBox;
  /** What it does now, where the box itself cannot tell: topics, pace. */
  doing?: ReactNode;
  /** What must be said below, in its whole width. */
  below?: ReactNode;
  /** Why nothing can be switched at the moment; undefined if it can. */
  busyReason: string | undefined;
  /** The last answer of the cluster to a switch of this one, if it was no. */
  failedWords: string | undefined;
  onKill: () => void;
  onStart: () => void;
};

/** A container: name, what it does now, word of state, and a switch where there is something to switch. Off is `kill -9`. */
export function ContainerBox({ box, doing, below, busyReason, failedWords, onKill, onStart }: ContainerBoxProps): ReactNode {
  return (
    <li
      className={["box", box.isRunning ? "" : "down", box.fixedReason === undefined ? "" : "unswitched"].filter(Boolean).join(" ")}
      aria-label={box.name}
    >
      <span className="name">{box.name}</span>
      <span className="what">{box.isRunning ? (doing ?? <Doing box={box} />) : <Ended box={box} />}</span>
      <span className="state" title={box.fixedReason}>
        {box.stateWord}
      </span>
      {box.fixedReason === undefined && (
        <Switch
          isOn={box.isRunning}
          label={box.isRunning ? `Kill ${box.name}` : `Start ${box.name}`}
          disabledReason={busyReason}
          onToggle={(isOn) => (isOn ? onStart() : onKill())}
        />
      )}
      {box.slots.length > 0 && (
        <ul className="slots" aria-label={`Slots of ${box.name}`}>
          {box.slots.map((slot) => (
            <Slot key={slot.index} slot={slot} />
          ))}
          {box.moreSlots > 0 && <li className="slot">and {formatCount(box.moreSlots)} more</li>}
        </ul>
      )}
      {below}
      {failedWords !== undefined && (
        <p className="refused" role="alert">
          {failedWords}
        </p>
      )}
    </li>
  );
}

function Doing({ box }: { box: RackBox }): ReactNode {
  if (box.service === "jobmanager") return "schedules the job";
  if (box.service !== "taskmanager") return null;
  if (box.isRegistered === undefined) return "registration not known";
  if (!box.isRegistered) return "not registered at the JobManager yet";
  if (box.heartbeatMs === undefined) return "no heartbeat yet";
  return (
    <Hint
      title="Heartbeat"
      text="When the JobManager last heard of this TaskManager. It asks every heartbeat.interval: each second here."
      isFocusable={false}
    >
      heartbeat <Age sinceMs={box.heartbeatMs} format={formatAgo} />
    </Hint>
  );
}

function Ended({ box }: { box: RackBox }): ReactNode {
  const word = box.wasKilled ? "killed" : box.exitCode === null ? "not started" : `stopped, exit code ${box.exitCode}`;
  if (box.endedMs === undefined) return word;
  return (
    <>
      {word} <TenthsAge sinceMs={box.endedMs} />
    </>
  );
}

/** A death is followed in tenths. */
function TenthsAge({ sinceMs }: { sinceMs: number }): ReactNode {
  return formatAgoTenths(Math.max(0, useTenthsNow() - sinceMs));
}

function Slot({ slot }: { slot: RackSlot }): ReactNode {
  if (slot.kind === "gone") return <li className="slot gone">slot {slot.index}, gone with it</li>;
  if (slot.kind === "unknown") return <li className="slot">slot {slot.index}, tasks not known</li>;
  if (slot.kind === "free") return <li className="slot">slot {slot.index}, free</li>;
  return (
    <li className="slot">
      slot {slot.index}
      <span className="tasks-in">
        {slot.tasks.map((task) => (
          <span key={task.name + task.tone} className={`t s-${task.tone}`} title={visibleText(task.words)}>
            {visibleText(task.name)}
          </span>
        ))}
      </span>
    </li>
  );
}
