import type { ReactNode } from "react";

import { SearchIcon } from "./icons.tsx";

/** A field that filters a list. The label is also the placeholder. */
export function SearchField({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }): ReactNode {
  return (
    <label className="field">
      <SearchIcon />
      <input type="search" aria-label={label} placeholder={label} value={value} onChange={(event) => onChange(event.currentTarget.value)} />
    </label>
  );
}
