import { type ReactNode, useRef, useState } from "react";

import { visibleText } from "../base/visible-text.ts";
import { COPY_WORDS, copyText, type CopyOutcome } from "./copy-text.ts";
import { CutText } from "./cut-text.tsx";
import { IconButton } from "./icon-button.tsx";
import { CopyIcon } from "./page-icons.tsx";
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
      <p className="mt-1.5 flex items-center gap-2 rounded-2 bg-surface-2 py-0.75 pr-0.75 pl-2.5 in-[dialog]:text-fg-2">
        <CutText as="span" className="min-w-0 flex-1 truncate font-mono text-label font-regular normal-nums" full={visibleText(text)}>
          <code ref={code}>{visibleText(text)}</code>
        </CutText>
        <IconButton label={`Copy ${label}`} title={outcome} onPress={() => void copy()}>
          {outcome === "copied" ? <StateShape shape="finished" tone="running" /> : <CopyIcon />}
        </IconButton>
      </p>
      <span className={outcome === "selected" ? "mt-0.5 block text-label text-st-restarting-text" : "sr-only"} role="status">
        {outcome === undefined ? "" : COPY_WORDS[outcome]}
      </span>
    </>
  );
}
