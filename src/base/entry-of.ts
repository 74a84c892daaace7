/** The entry of a table for a word from a cluster; undefined for a word that the table does not have, `constructor` included. */
export function entryOf<Value>(table: Readonly<Record<string, Value>>, word: string): Value | undefined {
  return Object.hasOwn(table, word) ? table[word] : undefined;
}
