import { readSetting, removeSetting, writeSetting } from "../client/settings.ts";
import { type ChosenWidths, type ColumnWidthStore, isColumnWidth } from "../ui/column-widths.ts";

const KEY = "drey.columns";
/** The tables that were resized last are kept. */
const MOST_TABLES = 60;

/** The widths of columns in this browser, as JSON: `[["Vertices",[["name",320]]]]`. */
export const columnWidthStore: ColumnWidthStore = {
  read: (table) => readTables().get(table) ?? new Map(),
  write: (table, widths) => {
    const tables = readTables();
    tables.delete(table);
    if (widths.size > 0) tables.set(table, widths);
    const kept = [...tables].slice(-MOST_TABLES).map(([name, columns]) => [name, [...columns]]);
    if (kept.length === 0) removeSetting(KEY);
    else writeSetting(KEY, JSON.stringify(kept));
  },
};

/** Anything that is not a width counts as not stored. */
function readTables(): Map<string, ChosenWidths> {
  try {
    const stored: unknown = JSON.parse(readSetting(KEY) ?? "[]");
    return new Map(pairsOf(stored).map(([table, columns]) => [table, new Map(pairsOf(columns).filter(isWidthOfColumn))]));
  } catch {
    return new Map();
  }
}

function pairsOf(value: unknown): [string, unknown][] {
  return Array.isArray(value) ? value.filter((pair): pair is [string, unknown] => Array.isArray(pair) && typeof pair[0] === "string") : [];
}

function isWidthOfColumn(pair: [string, unknown]): pair is [string, number] {
  return isColumnWidth(pair[1]);
}
