import { cva } from "class-variance-authority";
import { clsx } from "clsx";
import type { ReactNode } from "react";

import { visibleText } from "../../base/visible-text.ts";
import { formatAgo, formatAgoTenths, formatCount } from "../../domain/units.ts";
import { FactAge } from "../../ui/age.tsx";
import { useTenthsNow } from "../../ui/clock.ts";
import { Hint } from "../../ui/hint.tsx";
import { Switch } from "../../ui/switch.tsx";
import { TONE_COLORS } from "../../ui/tone-colors.ts";
import { useRovingStop } from "../../ui/use-roving-stop.ts";
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
          label={box.name}
          hint={box.isRunning ? KILL : START}
          disabledReason={busyReason}
          onToggle={(isOn) => (isOn ? onStart() : onKill())}
        />
      )}
      {box.slots.length > 0 && <Slots box={box} />}
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

/** The slots are one stop of the Tab key: a rack has many of them. */
function Slots({ box }: { box: RackBox }): ReactNode {
  const roving = useRovingStop(box.slots.length);
  return (
    <ul className="col-span-full grid grid-cols-2 gap-1.5" aria-label={`Slots of ${box.name}`} {...roving.props}>
      {box.slots.map((slot, index) => (
        <li key={slot.index} className="min-w-0">
          <Hint
            title={`Slot ${slot.index}`}
            text={slot.kind === "taken" ? slot.tasks.map(({ words }) => words).join("; ") : SLOT_HINTS[slot.kind]}
            isMarked={false}
            tabIndex={roving.tabIndexOf(index)}
            className={slotClass({ isGone: slot.kind === "gone" })}
          >
            <SlotContent slot={slot} />
          </Hint>
        </li>
      ))}
      {box.moreSlots > 0 && <li className={slotClass({ isGone: false })}>and {formatCount(box.moreSlots)} more</li>}
    </ul>
  );
}

const SLOT_HINTS = {
  free: "No task of this job runs in this slot.",
  gone: "The process that had this slot has ended. Its tasks, and the state that they kept in its memory, are lost.",
  unknown: "The cluster has not said yet which tasks run in this slot.",
} as const satisfies Record<Exclude<RackSlot["kind"], "taken">, string>;

function SlotContent({ slot }: { slot: RackSlot }): ReactNode {
  if (slot.kind === "gone") return `slot ${slot.index}, lost`;
  if (slot.kind === "unknown") return `slot ${slot.index}, tasks not known`;
  if (slot.kind === "free") return `slot ${slot.index}, free`;
  return (
    <>
      slot {slot.index}
      <span className="ml-auto flex min-w-0 gap-1 overflow-hidden">
        {slot.tasks.map((task) => (
          <span
            key={task.name + task.tone}
            className="rounded-bar bg-(--tone-tint) px-1.25 text-(--tone-text)"
            style={TONE_COLORS[task.tone]}
          >
            {visibleText(task.name)}
          </span>
        ))}
      </span>
    </>
  );
}

const slotClass = cva("flex h-5.5 w-full min-w-0 items-center gap-1 rounded-1 pr-0.75 pl-1.75 text-label whitespace-nowrap text-fg-3", {
  variants: { isGone: { true: "inset-ring inset-ring-line-strong", false: "bg-surface-2" } },
});
