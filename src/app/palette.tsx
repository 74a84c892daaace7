import { Combobox, ComboboxGroup, ComboboxGroupLabel, ComboboxItem, ComboboxList, ComboboxProvider } from "@ariakit/react/combobox";
import { type KeyboardEvent, type ReactNode, useRef, useState } from "react";

import { formatCount } from "../domain/units.ts";
import { Dialog } from "../ui/dialog.tsx";
import type { PageCommand } from "../ui/page-commands.ts";
import { NotKnown } from "../ui/query-region.tsx";
import { StateBadge } from "../ui/state-badge.tsx";
import { findCommands, MOST_FOUND } from "./palette-search.ts";
import { usePaletteCommands } from "./use-palette-commands.ts";

/** The command palette: a field, and below it what it finds. Render it only while it is open. */
export function Palette({ onClose }: { onClose: () => void }): ReactNode {
  const [text, setText] = useState("");
  const { commands, jobsError, taskManagersError } = usePaletteCommands();
  const { groups, total } = findCommands(commands, text);
  // Whether the arrow keys or the pointer chose the marked entry.
  const isMoved = useRef(false);
  const move = (): void => {
    isMoved.current = true;
  };
  const choose = (command: PageCommand): void => {
    onClose();
    command.run();
  };
  /** Fast typing is ahead of the mark, which moves to the first entry only after the list was drawn. */
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key.startsWith("Arrow") || event.key.startsWith("Page")) return move();
    if (event.key !== "Enter" || isMoved.current) return;
    event.preventDefault();
    const first = findCommands(commands, event.currentTarget.value).groups[0]?.commands[0];
    if (first !== undefined && first.disabledReason === undefined) choose(first);
  };
  return (
    <Dialog title="Search" isWide onClose={onClose}>
      <ComboboxProvider value={text} setValue={setText} open focusLoop>
        <Combobox
          aria-label="Search"
          placeholder="Job, vertex, TaskManager, page or action"
          autoSelect="always"
          onKeyDown={onKeyDown}
          onChange={() => {
            isMoved.current = false;
          }}
          className="mt-1 h-9 w-full min-w-0 rounded-2 border border-line-strong bg-surface px-2.75 text-fg placeholder:text-fg-3"
        />
        <ComboboxList
          alwaysVisible
          aria-label="Results"
          className="-mx-2 mt-2 h-[min(440px,calc(100dvh-180px))] overflow-auto whitespace-normal"
        >
          {groups.map(({ name, commands: listed }) => (
            <ComboboxGroup key={name} className="pb-1.5">
              <ComboboxGroupLabel className="px-2 pt-1.5 pb-0.5 text-label font-strong text-fg-3">{name}</ComboboxGroupLabel>
              {listed.map((command) => (
                <Entry key={command.id} command={command} onChoose={() => choose(command)} />
              ))}
            </ComboboxGroup>
          ))}
          {total === 0 && <p className="px-2 py-1.5 text-fg-2">Nothing contains “{text.trim()}”.</p>}
          {text.trim() !== "" && total > MOST_FOUND && (
            <p className="px-2 py-1.5 text-fg-2">
              The first {MOST_FOUND} of {formatCount(total)}. Type more to narrow the list.
            </p>
          )}
          <div className="px-2">
            <NotKnown what="The jobs are not known" error={jobsError} />
            <NotKnown what="The TaskManagers are not known" error={taskManagersError} />
          </div>
        </ComboboxList>
      </ComboboxProvider>
    </Dialog>
  );
}

function Entry({ command: { label, note, badge, disabledReason }, onChoose }: { command: PageCommand; onChoose: () => void }): ReactNode {
  const isDisabled = disabledReason !== undefined;
  const below = disabledReason ?? note;
  return (
    <ComboboxItem
      setValueOnClick={false}
      hideOnClick={false}
      focusOnHover
      disabled={isDisabled}
      accessibleWhenDisabled
      onClick={isDisabled ? undefined : onChoose}
      className="flex min-h-8 cursor-default flex-wrap items-center gap-x-2.5 rounded-2 px-2 py-1 text-dense data-active-item:bg-accent-tint"
    >
      <span className={isDisabled ? "min-w-0 wrap-anywhere text-fg-3" : "min-w-0 wrap-anywhere"}>{label}</span>
      {badge !== undefined && <StateBadge {...badge} />}
      {below !== undefined && below !== "" && <span className="min-w-0 text-label wrap-anywhere text-fg-3">{below}</span>}
    </ComboboxItem>
  );
}
