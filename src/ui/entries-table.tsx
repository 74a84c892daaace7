import { type ReactNode, useMemo, useRef, useState } from "react";

import { visibleText } from "../base/visible-text.ts";
import { Button } from "./button.tsx";
import { COPY_WORDS, copyText, type CopyOutcome } from "./copy-text.ts";
import { EmptyState } from "./empty-and-error-state.tsx";
import { CopyIcon } from "./page-icons.tsx";
import { SearchField } from "./search-field.tsx";
import { Cell, HeadCell, Row, Table } from "./table.tsx";

/** A name and its value, as a cluster tells them. Keys differ. */
export type TableEntry = { readonly key: string; readonly value: string };

/** See {@link EntriesTable}. */
export type EntriesTableProps = {
  /** Names the table for a screen reader. */
  label: string;
  /** What the keys are: `Option`. */
  keyHeader: string;
  entries: readonly TableEntry[];
};

/** Names and values in the order of the names, with their spaces and line breaks, a filter, and a button that copies them. */
export function EntriesTable({ label, keyHeader, entries }: EntriesTableProps): ReactNode {
  const [filter, setFilter] = useState("");
  const [outcome, setOutcome] = useState<CopyOutcome | undefined>(undefined);
  const body = useRef<HTMLTableSectionElement>(null);
  const sorted = useMemo(() => entries.toSorted((a, b) => collator.compare(a.key, b.key)), [entries]);
  const needle = filter.trim().toLowerCase();
  const shown = sorted.filter(({ key, value }) => `${key}\n${value}`.toLowerCase().includes(needle));
  const copy = async (): Promise<void> => {
    if (body.current !== null) setOutcome(await copyText(linesOf(shown), body.current));
  };
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 pb-2">
        <SearchField label="Filter" value={filter} onChange={setFilter} />
        {shown.length > 0 && (
          <Button small onPress={() => void copy()} label={`Copy ${label.toLowerCase()}`}>
            <CopyIcon />
            Copy
          </Button>
        )}
        <span className="text-dense text-fg-3" role="status">
          {outcome === undefined ? "" : COPY_WORDS[outcome]}
        </span>
      </div>
      {shown.length === 0 ? (
        <EmptyState>Nothing contains “{filter.trim()}”.</EmptyState>
      ) : (
        <Table label={label} density="scan">
          <thead>
            <tr>
              <HeadCell className="w-2/5">{keyHeader}</HeadCell>
              <HeadCell>Value</HeadCell>
            </tr>
          </thead>
          <tbody ref={body}>
            {shown.map(({ key, value }) => (
              <Row key={key}>
                <Cell className="align-top">
                  <span className={WHOLE}>{visibleText(key)}</span>
                </Cell>
                <Cell className="align-top">
                  <span className={WHOLE}>{visibleText(value)}</span>
                </Cell>
              </Row>
            ))}
          </tbody>
        </Table>
      )}
    </>
  );
}

/** A value is never cut: it may be a list as long as a class path. */
const WHOLE = "mono block py-1 wrap-anywhere whitespace-pre-wrap";

const collator = new Intl.Collator("en", { numeric: true });

/** The same text as a selection of the table's body: a line for each entry, with a tab between key and value. */
function linesOf(entries: readonly TableEntry[]): string {
  return entries.map(({ key, value }) => `${key}\t${value}`).join("\n");
}
