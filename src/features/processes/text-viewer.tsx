import { clsx } from "clsx";
import { type KeyboardEvent, type ReactNode, useDeferredValue, useEffect, useMemo, useRef, useState } from "react";

import { formatCount } from "../../domain/units.ts";
import { Button } from "../../ui/button.tsx";
import { Check } from "../../ui/check.tsx";
import { findPattern, linesWith } from "../../ui/find-in-lines.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { NextIcon, PreviousIcon } from "../../ui/page-icons.tsx";
import { LineView, type ViewedLine } from "../../ui/line-view.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import { TOOL_WORDS } from "./process-class.ts";
import { ProcessTools } from "./process-tools.tsx";

/** See {@link TextViewer}. */
export type TextViewerProps = {
  /** Names the text for a screen reader. */
  label: string;
  lines: readonly ViewedLine[];
  startsAtEnd?: boolean;
  /** A text to find at first. */
  initialFind?: string | undefined;
  /** The index of the line to show at first, from which `initialFind` is found. */
  initialLine?: number | undefined;
  /** Fields and counts of the toolbar. */
  tools: ReactNode;
  /** Actions at the end of the toolbar. */
  end: ReactNode;
  /** Replaces the text if there is nothing to show. */
  empty?: ReactNode;
};

/**
 * A text of a process below its tools. A text can be found in it, long lines can continue below, and
 * it can fill the window.
 */
export function TextViewer({
  label,
  lines,
  startsAtEnd = false,
  initialFind = "",
  initialLine,
  tools,
  end,
  empty,
}: TextViewerProps): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const [isWrapped, setIsWrapped] = useState(false);
  const [isFull, setIsFull] = useState(false);
  const [text, setText] = useState(initialFind);
  const [steps, setSteps] = useState(() => stepsTo(lines, findPattern(initialFind), initialLine));
  const found = useMemo(() => findPattern(text), [text]);
  // A large log takes some time to search, and the field must not wait for it.
  const pattern = useDeferredValue(found);
  const matches = useMemo(() => linesWith(lines, pattern), [lines, pattern]);
  const at = matches.length === 0 ? undefined : ((steps % matches.length) + matches.length) % matches.length;
  useLeaveOnEscape(isFull, () => setIsFull(false));
  const findKeys = (event: KeyboardEvent): void => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    setSteps(steps + (event.shiftKey ? -1 : 1));
  };
  return (
    <div
      ref={box}
      className={clsx("flex min-h-0 flex-col", isFull ? "fixed inset-0 z-30 bg-surface" : "h-full")}
      role="presentation"
      onKeyDown={(event) => {
        // The browser's own search does not see lines that are out of view.
        if (event.key.toLowerCase() !== "f" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
        event.preventDefault();
        box.current?.querySelector<HTMLElement>("[data-find] input")?.focus();
      }}
    >
      <ProcessTools
        end={
          <>
            {end}
            <span className="[&>label]:mt-0 [&>label]:items-center">
              <Check isOn={isWrapped} label="Wrap lines" onToggle={setIsWrapped} />
            </span>
            <Button small onPress={() => setIsFull(!isFull)}>
              {isFull ? "Exit full screen" : "Full screen"}
            </Button>
          </>
        }
      >
        {tools}
        <span className="inline-flex items-center gap-1" data-find="" role="presentation" onKeyDown={findKeys}>
          <SearchField
            label="Find"
            value={text}
            onChange={(next) => {
              setText(next);
              setSteps(0);
            }}
          />
          {pattern !== undefined && (
            <>
              <IconButton label="Previous match" title="Previous match (Shift+Enter)" onPress={() => setSteps(steps - 1)}>
                <PreviousIcon />
              </IconButton>
              <IconButton label="Next match" title="Next match (Enter)" onPress={() => setSteps(steps + 1)}>
                <NextIcon />
              </IconButton>
              <span className={TOOL_WORDS} role="status">
                {at === undefined ? "not found" : `line ${formatCount(at + 1)} of ${formatCount(matches.length)} found`}
              </span>
            </>
          )}
        </span>
      </ProcessTools>
      {empty ?? (
        <LineView
          label={label}
          lines={lines}
          startsAtEnd={startsAtEnd}
          isWrapped={isWrapped}
          found={pattern}
          target={at === undefined ? initialLine : matches[at]}
        />
      )}
    </div>
  );
}

/** How many matches come before the first one from a line on. If none comes after it, the last one before it counts. */
function stepsTo(lines: readonly ViewedLine[], pattern: RegExp | undefined, line: number | undefined): number {
  if (line === undefined) return 0;
  const matches = linesWith(lines, pattern);
  const first = matches.findIndex((index) => index >= line);
  return first === -1 ? Math.max(0, matches.length - 1) : first;
}

/** Calls `onLeave` for Escape, unless it closes a dialog or a list. */
function useLeaveOnEscape(isActive: boolean, onLeave: () => void): void {
  const leave = useRef(onLeave);
  useEffect(() => {
    leave.current = onLeave;
  });
  useEffect(() => {
    if (!isActive) return undefined;
    const listen = (event: globalThis.KeyboardEvent): void => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      if (event.target instanceof Element && event.target.closest("dialog, [role=listbox]") !== null) return;
      leave.current();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [isActive]);
}
