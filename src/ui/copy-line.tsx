import { type ReactNode, useRef, useState } from "react";

import { visibleText } from "../base/visible-text.ts";
import { COPY_WORDS, copyText, type CopyOutcome } from "./copy-text.ts";
import { CopyIcon } from "./icons.tsx";
import { StateShape } from "./state-shape.tsx";

/** A command to copy. Without a clipboard the text is selected, with a note below it. */
export function CopyLine({ text, label }: { text: string; label: string }): ReactNode {
  const code = useRef<HTMLElement>(null);
  const [outcome, setOutcome] = useState<CopyOutcome | undefined>(undefined);

  const copy = async (): Promise<void> => {
    if (code.current !== null) setOutcome(await copyText(text, code.current));
  };

  return (
    <>
      <p className="code">
        <code ref={code} title={visibleText(text)}>
          {visibleText(text)}
        </code>
        <button type="button" className="x" aria-label={`Copy ${label}`} title={outcome} onClick={() => void copy()}>
          {outcome === "copied" ? <StateShape shape="finished" tone="running" /> : <CopyIcon />}
        </button>
      </p>
      <span className={outcome === "selected" ? "copy-words" : "sr"} role="status">
        {outcome === undefined ? "" : COPY_WORDS[outcome]}
      </span>
    </>
  );
}
