import { type ReactNode, useRef, useState } from "react";

import { CopyIcon } from "./icons.tsx";
import { StateShape } from "./state-shape.tsx";

/**
 * A line to copy: a `flink` or `curl` command. `navigator.clipboard` is absent on plain http under a host name;
 * then the text is selected and the browser's own copy command does it, or the reader.
 */
export function CopyLine({ text, label }: { text: string; label: string }): ReactNode {
  const code = useRef<HTMLElement>(null);
  const [outcome, setOutcome] = useState<"copied" | "selected" | undefined>(undefined);

  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome("copied");
    } catch {
      // Refused, or no clipboard on this origin.
      setOutcome(selectAndCopy(code.current) ? "copied" : "selected");
    }
  };

  return (
    <p className="code">
      <code ref={code} title={text}>
        {text}
      </code>
      <span className="sr" role="status">
        {outcome === "copied" ? "Copied" : outcome === "selected" ? "Selected, press Ctrl C to copy" : ""}
      </span>
      <button type="button" className="x" aria-label={`Copy ${label}`} title={outcome} onClick={() => void copy()}>
        {outcome === "copied" ? <StateShape shape="finished" tone="running" /> : <CopyIcon />}
      </button>
    </p>
  );
}

function selectAndCopy(element: HTMLElement | null): boolean {
  if (element === null) return false;
  document.getSelection()?.selectAllChildren(element);
  return document.execCommand("copy");
}
