import { readSetting, removeSetting, writeSetting } from "../client/settings.ts";
import { type ChosenColumns, type ColumnStore, NOTHING_CHOSEN } from "../ui/column-store.ts";
import { isColumnWidth } from "../ui/column-widths.ts";

const KEY = "drey.columns";
/** The tables that were changed last are kept. */
const MOST_TABLES = 60;

/**
 * The chosen columns in this browser, as JSON: `[["Vertices",[["name",320]],["status","tasks"],["end"]]]`
 * has widths, order and hidden columns of each table.
 */
export const columnStore: ColumnStore = {
  read: (table) => readTables().get(table) ?? NOTHING_CHOSEN,
  write: (table, chosen) => {
    const tables = readTables();
    tables.delete(table);
    if (chosen.widths.size + chosen.order.length + chosen.hidden.size > 0) tables.set(table, chosen);
    const kept = [...tables].slice(-MOST_TABLES).map(([name, { widths, order, hidden }]) => [name, [...widths], order, [...hidden]]);
    if (kept.length === 0) removeSetting(KEY);
    else writeSetting(KEY, JSON.stringify(kept));
  },
};

/** Anything that is not a choice counts as not stored. */
function readTables(): Map<string, ChosenColumns> {
  try {
    const stored: unknown = JSON.parse(readSetting(KEY) ?? "[]");
    return new Map(
      listOf(stored).flatMap((entry): [string, ChosenColumns][] => {
        const [table, widths, order, hidden] = listOf(entry);
        if (typeof table !== "string" || !Array.isArray(widths)) return [];
        return [[table, { widths: new Map(widths.filter(isWidthOfColumn)), order: textsOf(order), hidden: new Set(textsOf(hidden)) }]];
      }),
    );
  } catch {
    return new Map();
  }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textsOf(value: unknown): readonly string[] {
  return listOf(value).filter((one) => typeof one === "string");
}

function isWidthOfColumn(pair: unknown): pair is [string, number] {
  return Array.isArray(pair) && typeof pair[0] === "string" && isColumnWidth(pair[1]);
}
