import type { ReactNode } from "react";

import { visibleText } from "../base/visible-text.ts";
import { ChevronIcon } from "./icons.tsx";

/** One of a list that one can choose. */
export type SelectOption = { value: string; label: string };

/** What the control of a select shows: the chosen option. */
export function SelectContent({ options, value }: { options: readonly SelectOption[]; value: string }): ReactNode {
  const chosen = options.find((option) => option.value === value);
  return (
    <>
      <span className="min-w-0 truncate">{chosen === undefined ? NONE : visibleText(chosen.label)}</span>
      <ChevronIcon />
    </>
  );
}

const NONE = "none selected";
