import type { ReactNode } from "react";

import { SearchIcon } from "./icons.tsx";

/** A field that filters a list. The label is also the placeholder. */
export function SearchField({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }): ReactNode {
  return (
    <label className="inline-flex h-7 w-58 items-center gap-1.75 rounded-2 bg-surface-2 px-2.25 text-dense text-fg-3 focus-within:outline-2 focus-within:outline-offset-1 focus-within:outline-accent [&>svg]:size-3.5 [&>svg]:flex-none">
      <SearchIcon />
      <input
        type="search"
        className="min-w-0 flex-1 text-fg outline-none placeholder:text-fg-3"
        aria-label={label}
        placeholder={label}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </label>
  );
}
