import { clsx } from "clsx";
import type { ReactNode } from "react";

import { visibleText } from "../../base/visible-text.ts";
import { formatAgo, formatAgoTenths, formatCount } from "../../domain/units.ts";
import { FactAge } from "../../ui/age.tsx";
import { useTenthsNow } from "../../ui/clock.ts";
import { Hint } from "../../ui/hint.tsx";
import { Switch } from "../../ui/switch.tsx";
import { TONE_COLORS } from "../../ui/tone-colors.ts";
import { boxClass } from "./box-class.ts";
import type { RackBox, RackSlot } from "./containers-model.ts";

/** See {@link ContainerBox}. */
export type ContainerBoxProps = {
  box: RackBox;
  /** What the container does now, if the box cannot tell: topics, pace. */
  doing?: ReactNode;
  /** Content below, in full width. */
  below?: ReactNode;
  /** Why the switch is disabled; undefined if it is enabled. */
  busyReason: string | undefined;
  /** The cluster's refusal of the last request for this container. */
  failedWords: string | undefined;
  onKill: () => void;
  onStart: () => void;
};

/**
 * A container: name, activity, state, and a switch if it can be killed or started. Off is `kill
 * -9`.
 */
export function ContainerBox({ box, doing, below, busyReason, failedWords, onKill, onStart }: ContainerBoxProps): ReactNode {
  return (
    <li className={boxClass({ isRunning: box.isRunning, hasSwitch: box.fixedReason === undefined })} aria-label={box.name}>
      <span className={clsx("truncate font-mono text-dense leading-5 font-medium", !box.isRunning && "text-fg-2")}>{box.name}</span>
      <span className="truncate text-label leading-5 text-fg-3 has-[input]:overflow-visible [&_input]:w-16.5">
        {/* Overflow is visible to leave room for the focus ring of the slider. */}
        {box.isRunning ? (doing ?? <Doing box={box} />) : <Ended box={box} />}
      </span>
      <span className="text-label whitespace-nowrap text-fg-2">
        {box.fixedReason === undefined ? box.stateWord : <Hint text={box.fixedReason}>{box.stateWord}</Hint>}
      </span>
      {box.fixedReason === undefined && (
        <Switch
          isOn={box.isRunning}
          label={box.isRunning ? `Kill ${box.name}` : `Start ${box.name}`}
          hint={box.isRunning ? KILL : START}
          disabledReason={busyReason}
          onToggle={(isOn) => (isOn ? onStart() : onKill())}
        />
      )}
      {box.slots.length > 0 && (
        <ul className="col-span-full grid grid-cols-2 gap-1.5" aria-label={`Slots of ${box.name}`}>
          {box.slots.map((slot) => (
            <Slot key={slot.index} slot={slot} />
          ))}
          {box.moreSlots > 0 && <SlotBox>and {formatCount(box.moreSlots)} more</SlotBox>}
        </ul>
      )}
      {below}
      {failedWords !== undefined && (
        <p className="col-span-full text-dense leading-4 text-danger" role="alert">
          {failedWords}
        </p>
      )}
    </li>
  );
}

const KILL = { title: "Kill", text: "Ends the process at once, like kill -9. The cluster is not told." };
const START = { title: "Start", text: "Starts the process again, without the memory of the one that ended." };

function Doing({ box }: { box: RackBox }): ReactNode {
  if (box.service === "jobmanager") return "schedules the job";
  if (box.service !== "taskmanager") return null;
  if (box.isRegistered === undefined) return "registration not known";
  if (!box.isRegistered) return "not registered with the JobManager yet";
  if (box.heartbeatMs === undefined) return "no heartbeat yet";
  return (
    <Hint
      title="Heartbeat"
      text="When the JobManager last received a heartbeat from this TaskManager. It requests one every heartbeat.interval."
      isFocusable={false}
    >
      heartbeat <FactAge sinceMs={box.heartbeatMs} format={formatAgo} />
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

/** The age of a killed container is shown in tenths of a second. */
function TenthsAge({ sinceMs }: { sinceMs: number }): ReactNode {
  return formatAgoTenths(Math.max(0, useTenthsNow() - sinceMs));
}

function Slot({ slot }: { slot: RackSlot }): ReactNode {
  if (slot.kind === "gone") return <SlotBox isGone>slot {slot.index}, lost</SlotBox>;
  if (slot.kind === "unknown") return <SlotBox>slot {slot.index}, tasks not known</SlotBox>;
  if (slot.kind === "free") return <SlotBox>slot {slot.index}, free</SlotBox>;
  return (
    <SlotBox>
      slot {slot.index}
      <span className="ml-auto flex min-w-0 gap-1 overflow-hidden">
        {slot.tasks.map((task) => (
          <span key={task.name + task.tone} className="contents" style={TONE_COLORS[task.tone]}>
            <Hint
              text={task.words}
              isFocusable={false}
              isMarked={false}
              className="rounded-bar bg-(--tone-tint) px-1.25 text-(--tone-text)"
            >
              {visibleText(task.name)}
            </Hint>
          </span>
        ))}
      </span>
    </SlotBox>
  );
}

function SlotBox({ isGone = false, children }: { isGone?: boolean; children: ReactNode }): ReactNode {
  return (
    <li
      className={clsx(
        "flex h-5.5 min-w-0 items-center gap-1 rounded-1 pr-0.75 pl-1.75 text-label whitespace-nowrap text-fg-3",
        isGone ? "inset-ring inset-ring-line-strong" : "bg-surface-2",
      )}
    >
      {children}
    </li>
  );
}
