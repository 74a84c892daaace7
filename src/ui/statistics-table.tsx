import type { ReactNode } from "react";

import { Hint, type HintContent } from "./hint.tsx";
import { Cell, HeadCell, Row, Table } from "./table.tsx";

/** A measure and its formatted statistics, one for each column of the {@link StatisticsTable}. */
export type StatisticsRow = { readonly name: string; readonly hint?: HintContent; readonly values: readonly string[] };

/** Statistics of several measures: one row each, with the same columns. */
export function StatisticsTable({
  label,
  columns,
  rows,
  minWidth,
}: {
  /** Names the table for a screen reader. */
  label: string;
  columns: readonly string[];
  rows: readonly StatisticsRow[];
  /** Below this width, in px, the table scrolls sideways in its own box. */
  minWidth: number;
}): ReactNode {
  return (
    <div className="overflow-x-auto">
      <Table label={label} density="scan" minWidth={minWidth}>
        <thead>
          <tr>
            <HeadCell className="w-50">Measure</HeadCell>
            {columns.map((column) => (
              <HeadCell key={column} isNumeric>
                {column}
              </HeadCell>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, hint, values }) => (
            <Row key={name}>
              <Cell>{hint === undefined ? name : <Hint {...hint}>{name}</Hint>}</Cell>
              {columns.map((column, index) => (
                <Cell key={column} isNumeric>
                  {values[index]}
                </Cell>
              ))}
            </Row>
          ))}
        </tbody>
      </Table>
    </div>
  );
}
