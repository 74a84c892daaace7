// A table for the terminal.

/** The value of a table cell. A missing value is an empty cell. */
export type Cell = string | number | undefined;

/**
 * Lines of text: a head with the keys of all rows in the order of their first occurrence, a rule,
 * one line per row. Numbers are right-aligned.
 */
export function tableLines(rows: readonly Readonly<Record<string, Cell>>[]): string[] {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))].map((key) => {
    const cells = rows.map((row) => row[key]);
    const texts = cells.map((cell) => (typeof cell === "number" ? cell.toLocaleString("en") : (cell ?? "")));
    const isNumeric = cells.every((cell) => cell === undefined || typeof cell === "number");
    const width = Math.max(key.length, ...texts.map((text) => text.length));
    const fit = (text: string) => (isNumeric ? text.padStart(width) : text.padEnd(width));
    return { head: fit(key), rule: "─".repeat(width), texts: texts.map(fit) };
  });
  const line = (parts: readonly string[]) => parts.join("  ").trimEnd();
  return [
    line(columns.map(({ head }) => head)),
    line(columns.map(({ rule }) => rule)),
    ...rows.map((_, row) => line(columns.map(({ texts }) => texts[row] ?? ""))),
  ];
}
