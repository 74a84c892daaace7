import {
  createSortedRowModel,
  type ReactTable,
  type RowData,
  rowSortingFeature,
  type SortingState,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { clsx } from "clsx";
import { type ComponentType, type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from "react";

import { type ColumnChoice, shownColumns, useColumnChoice } from "./column-choice.ts";
import type { ColumnEdgeProps } from "./column-edge.tsx";
import type { ColumnMenuProps } from "./column-menu.tsx";
import { leastWidth, useColumnWidths } from "./column-widths.ts";
import { Hint, HINT_SIGN, type HintContent, useHint } from "./hint.tsx";
import { useRowsInView } from "./rows-in-view.ts";
import { Skeleton } from "./skeleton.tsx";
import { Cell, HeadCell, Row, Table, type TableDensity } from "./table.tsx";

/**
 * A column of a {@link DataTable}. Keep the list at module level or memoised, because a new list
 * creates a new table.
 */
export type Column<Row> = {
  id: string;
  header: string;
  /** The definition of the column with its unit, shown on hover, focus and tap of the head. */
  hint?: HintContent;
  /** In px, until the user resizes it. Columns without a width share the rest; at least one is needed. */
  width?: number;
  /** Right-aligned, including the head. */
  isNumeric?: boolean;
  /** Makes the column sortable; `undefined` always sorts last. */
  sortBy?: (row: Row) => string | number | undefined;
  cell: (row: Row) => ReactNode;
  /** Classes of the cell. */
  className?: string;
};

/** The column and direction of the order. */
export type TableSort = { id: string; isDescending: boolean };

/** See {@link DataTable}. */
export type DataTableProps<Row> = {
  /** Names the table for a screen reader. */
  label: string;
  columns: readonly Column<Row>[];
  /** `undefined` during the first load: skeleton rows of the final size. */
  rows: readonly Row[] | undefined;
  rowKey: (row: Row) => string;
  /** The height of the rows. */
  density?: TableDensity;
  /** The initial order. Without it, rows keep their order until a head is pressed. */
  initialSort?: TableSort;
  selectedKey?: string | undefined;
  /** Makes the rows pressable, with the pointer, Enter and Space. */
  onPress?: (row: Row) => void;
  /** Below this width the table scrolls sideways in its own box. */
  minWidth?: number;
  /**
   * The table scrolls in a box as high as the space that its parent gives it, with its head and first
   * column in view.
   */
  isPinned?: boolean;
  /** The number of skeleton rows. */
  skeletonRows?: number;
  /**
   * Called with the rows in view and some around them, in the shown order and in whole blocks of
   * {@link BLOCK_ROWS}. For facts that are too many to ask for all rows.
   */
  onShow?: (rows: readonly Row[]) => void;
};

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() });

/** From this number, only the rows in view are rendered. */
export const VIRTUAL_FROM = 80;
/** See {@link DataTableProps.onShow}. */
const BLOCK_ROWS = 40;
/** From this number of columns, the user can choose them. */
const CHOICE_FROM = 4;
/** The height of a row, px. */
export const ROW_PX = { read: 32, scan: 28, inspector: 27 } as const satisfies Record<TableDensity, number>;

/**
 * A table with columns of fixed width, numeric ones right-aligned. A press on a head sorts it, and its right edge resizes the
 * column. A list of the columns hides them and changes their order.
 */
export function DataTable<Row extends RowData>(props: DataTableProps<Row>): ReactNode {
  const { label, columns: all, rows, rowKey, initialSort, minWidth } = props;
  const { choice, choose } = useColumnChoice(label);
  const columns = useMemo(() => shownColumns(all, choice), [all, choice]);
  const [sorting, setSorting] = useState<SortingState>(
    initialSort === undefined ? [] : [{ id: initialSort.id, desc: initialSort.isDescending }],
  );
  const definitions = useMemo(
    () =>
      all.map((column) => ({
        id: column.id,
        header: column.header,
        accessorFn: column.sortBy ?? nothing,
        enableSorting: column.sortBy !== undefined,
        sortUndefined: "last" as const,
        sortDescFirst: column.isNumeric === true,
        sortFn: compareByValue,
      })),
    [all],
  );
  const data = useMemo(() => [...(rows ?? [])], [rows]);
  const table = useTable({
    features,
    columns: definitions,
    data,
    getRowId: rowKey,
    enableSortingRemoval: false,
    state: { sorting },
    onSortingChange: setSorting,
  });

  return (
    <div className={props.isPinned === true ? "h-full min-h-0 overflow-auto" : "overflow-x-auto"}>
      <SizedTable
        key={label}
        {...props}
        columns={columns}
        minWidth={leastWidth(all, columns, minWidth)}
        all={all}
        choice={choice}
        onChoose={choose}
        sorted={sorting[0]}
        onSort={(id) => table.getColumn(id)?.toggleSorting()}
      >
        {rows === undefined ? (
          <SkeletonBody columns={columns} count={props.skeletonRows ?? 3} />
        ) : rows.length >= VIRTUAL_FROM ? (
          <VirtualBody {...props} columns={columns} table={table} />
        ) : (
          <WholeBody {...props} columns={columns} table={table} />
        )}
      </SizedTable>
    </div>
  );
}

/** The table around a body, with its heads. It has the widths itself: while a column is dragged, no row is rendered. */
function SizedTable<Row>({
  label,
  columns,
  rows,
  density,
  minWidth: initialMinWidth,
  isPinned,
  all,
  choice,
  onChoose,
  sorted,
  onSort,
  children,
}: Omit<DataTableProps<Row>, "minWidth"> & {
  minWidth: number | undefined;
  /** All columns; `columns` are those that are shown. */
  all: readonly Column<Row>[];
  choice: ColumnChoice;
  onChoose: (choice: ColumnChoice) => void;
  sorted: { id: string; desc: boolean } | undefined;
  onSort: (id: string) => void;
  children: ReactNode;
}): ReactNode {
  const { widths, minWidth, chosen, resize } = useColumnWidths(label, columns, initialMinWidth);
  const [stop, setStop] = useState<string | undefined>(undefined);
  const tools = useColumnTools();
  // The rows of an inspector are too low for the button.
  const hasChoice = all.length >= CHOICE_FROM && density !== "inspector";
  // The last column has no edge: what it gets is the rest.
  const edges = columns.slice(0, -1);
  const stopId = edges.some(({ id }) => id === stop) ? stop : columns[0]?.id;
  return (
    <Table label={label} density={density} minWidth={minWidth} isBusy={rows === undefined} isPinned={isPinned}>
      <colgroup>
        {columns.map(({ id }, index) => (
          <col key={id} style={{ width: widths[index] }} />
        ))}
      </colgroup>
      <thead className="group/head">
        <tr>
          {columns.map((column) => (
            <ColumnHead
              key={column.id}
              column={column}
              sorted={sorted?.id === column.id ? sorted : undefined}
              onSort={() => onSort(column.id)}
            >
              {tools !== undefined && hasChoice && column === columns[0] && (
                <tools.ColumnMenu
                  table={label}
                  columns={all}
                  choice={choice}
                  onChoose={onChoose}
                  side={column.isNumeric === true ? "left" : "right"}
                />
              )}
              {tools !== undefined && edges.includes(column) && (
                <tools.ColumnEdge
                  header={column.header}
                  chosenPx={chosen.get(column.id)}
                  isStop={column.id === stopId}
                  onFocus={() => setStop(column.id)}
                  onResize={(px) => resize(column.id, px)}
                />
              )}
            </ColumnHead>
          ))}
        </tr>
      </thead>
      {children}
    </Table>
  );
}

type ColumnTools = { ColumnEdge: ComponentType<ColumnEdgeProps>; ColumnMenu: ComponentType<ColumnMenuProps> };

let loadedTools: ColumnTools | undefined;

/** The edges of the heads and the list of columns, which load after the first table has rendered: no page waits for them. */
function useColumnTools(): ColumnTools | undefined {
  const [tools, setTools] = useState(() => loadedTools);
  useEffect(() => {
    if (tools !== undefined) return;
    import("./column-tools.ts").then(
      ({ COLUMN_TOOLS }) => {
        loadedTools = COLUMN_TOOLS;
        setTools(COLUMN_TOOLS);
      },
      // Without them the columns keep their widths and places. The next table tries again.
      () => undefined,
    );
  }, [tools]);
  return tools;
}

function nothing(): undefined {
  return undefined;
}

/** Numbers by size, words alphabetically, ids with numbers in them by number. */
const collator = new Intl.Collator("en", { numeric: true });

function compareByValue(a: { getValue: (id: string) => unknown }, b: { getValue: (id: string) => unknown }, id: string): number {
  const x = a.getValue(id);
  const y = b.getValue(id);
  return typeof x === "number" && typeof y === "number" ? x - y : collator.compare(String(x), String(y));
}

function ColumnHead<Row>({
  column,
  sorted,
  onSort,
  children,
}: {
  column: Column<Row>;
  sorted: { desc: boolean } | undefined;
  onSort: () => void;
  children: ReactNode;
}): ReactNode {
  const hint = useHint(column.hint);
  const arrow = sorted === undefined ? "" : sorted.desc ? "↓" : "↑";
  const order = sorted === undefined ? undefined : sorted.desc ? "descending" : "ascending";
  return (
    <HeadCell isNumeric={column.isNumeric} sort={order} label={column.header}>
      {column.sortBy === undefined ? (
        column.hint === undefined ? (
          column.header
        ) : (
          <Hint {...column.hint}>{column.header}</Hint>
        )
      ) : (
        <button
          type="button"
          className={clsx("whitespace-nowrap hover:text-fg", sorted !== undefined && "text-fg", column.hint !== undefined && HINT_SIGN)}
          onClick={onSort}
          {...hint.props}
        >
          {column.header}
          {arrow !== "" && (
            <span className="inline-block w-[1em] text-right" aria-hidden="true">
              {arrow}
            </span>
          )}
        </button>
      )}
      {hint.node}
      {children}
    </HeadCell>
  );
}

type RowProps<Row> = Pick<DataTableProps<Row>, "columns" | "selectedKey" | "onPress">;

function BodyRow<Row>({ id, row, columns, selectedKey, onPress }: RowProps<Row> & { id: string; row: Row }): ReactNode {
  const press =
    onPress === undefined
      ? {}
      : {
          tabIndex: 0,
          onClick: () => onPress(row),
          onKeyDown: (event: KeyboardEvent) => {
            // A link or button inside the row handles its own press.
            if (event.target !== event.currentTarget || (event.key !== "Enter" && event.key !== " ")) return;
            event.preventDefault();
            onPress(row);
          },
        };
  return (
    <Row aria-selected={selectedKey === undefined ? undefined : id === selectedKey} {...press}>
      {columns.map((column) => (
        <Cell key={column.id} isNumeric={column.isNumeric} className={column.className}>
          {column.cell(row)}
        </Cell>
      ))}
    </Row>
  );
}

type BodyProps<Row extends RowData> = DataTableProps<Row> & { table: ReactTable<typeof features, Row> };

function WholeBody<Row extends RowData>({ table, ...props }: BodyProps<Row>): ReactNode {
  const rows = table.getRowModel().rows;
  useShown(rows, props.onShow);
  return (
    <tbody>
      {rows.map((row) => (
        <BodyRow key={row.id} id={row.id} row={row.original} {...props} />
      ))}
    </tbody>
  );
}

/**
 * Rows outside the window are replaced by two spacers, so that the table keeps its height and
 * columns.
 */
function VirtualBody<Row extends RowData>({ table, ...props }: BodyProps<Row>): ReactNode {
  const body = useRef<HTMLTableSectionElement>(null);
  const rows = table.getRowModel().rows;
  const { first, end, abovePx, belowPx } = useRowsInView(body, rows.length, ROW_PX[props.density ?? "read"]);
  const from = Math.floor(first / BLOCK_ROWS) * BLOCK_ROWS;
  useShown(
    useMemo(() => rows.slice(from, Math.ceil(end / BLOCK_ROWS) * BLOCK_ROWS), [rows, from, end]),
    props.onShow,
  );
  return (
    <tbody ref={body}>
      <Spacer height={abovePx} span={props.columns.length} />
      {rows.slice(first, end).map((row) => (
        <BodyRow key={row.id} id={row.id} row={row.original} {...props} />
      ))}
      <Spacer height={belowPx} span={props.columns.length} />
    </tbody>
  );
}

function useShown<Row>(rows: readonly { readonly original: Row }[], onShow: ((rows: readonly Row[]) => void) | undefined): void {
  useEffect(() => {
    onShow?.(rows.map(({ original }) => original));
  }, [rows, onShow]);
}

/** Takes the place of rows that are not rendered. */
export function Spacer({ height, span }: { height: number; span: number }): ReactNode {
  if (height <= 0) return null;
  return (
    <tr aria-hidden="true">
      <td colSpan={span} style={{ height }} />
    </tr>
  );
}

function SkeletonBody<Row>({ columns, count }: { columns: readonly Column<Row>[]; count: number }): ReactNode {
  return (
    <tbody>
      {Array.from({ length: count }, (_, index) => (
        <Row key={index}>
          {columns.map((column) => (
            <Cell key={column.id} isNumeric={column.isNumeric}>
              <Skeleton width={Math.min((column.width ?? 160) - 40, 96)} />
            </Cell>
          ))}
        </Row>
      ))}
    </tbody>
  );
}
