import type { ReactNode } from "react";

import { Button } from "../../ui/button.tsx";
import { controlClass } from "../../ui/field.tsx";
import { CloseButton } from "../../ui/icon-button.tsx";
import { PlusIcon } from "../../ui/page-icons.tsx";
import type { ConfigurationRow } from "./start-model.ts";

/** See {@link ConfigurationRows}. */
export type ConfigurationRowsProps = {
  rows: readonly ConfigurationRow[];
  /** What is wrong with the rows. */
  error: string | undefined;
  onChange: (rows: readonly ConfigurationRow[]) => void;
};

/** Options of Flink's configuration for one start (flinkConfiguration), a key and a value each. */
export function ConfigurationRows({ rows, error, onChange }: ConfigurationRowsProps): ReactNode {
  const change = (index: number, part: Partial<ConfigurationRow>): void => {
    onChange(rows.map((row, at) => (at === index ? { ...row, ...part } : row)));
  };
  return (
    <fieldset className="mt-2.5 min-w-0">
      <legend className="text-dense text-fg-2">Configuration of this start</legend>
      {rows.map((row, index) => (
        // Rows have no identity but their place.
        <div key={index} className="mt-1 flex items-center gap-1.5">
          <input
            className={controlClass({ isMono: true })}
            aria-label={`Option ${String(index + 1)}`}
            placeholder="state.backend.type"
            value={row.key}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => change(index, { key: event.target.value })}
          />
          <input
            className={controlClass({ isMono: true })}
            aria-label={`Value of option ${String(index + 1)}`}
            placeholder="rocksdb"
            value={row.value}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => change(index, { value: event.target.value })}
          />
          <CloseButton label={`Remove option ${String(index + 1)}`} onPress={() => onChange(rows.filter((_, at) => at !== index))} />
        </div>
      ))}
      {error !== undefined && (
        <p className="mt-0.75 text-dense text-danger" role="alert">
          {error}
        </p>
      )}
      <div className="mt-1">
        <Button small onPress={() => onChange([...rows, { key: "", value: "" }])}>
          <PlusIcon />
          Add option
        </Button>
      </div>
    </fieldset>
  );
}
