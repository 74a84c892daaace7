import { visibleText } from "../base/visible-text.ts";

/** Shown in place of an empty name. */
export const NO_NAME = "(no name)";

/**
 * The last word of a vertex's name, for small spaces: Source, Counter, Writer, Committer. A number
 * or a placeholder ("(3)", "%s") is not a word. Provide the full name elsewhere, such as in a title.
 */
export function shortVertexName(name: string): string {
  const words = name.split(/[\s:]+/).filter((word) => word !== "");
  return visibleText(words.findLast((word) => /\p{L}{2}/u.test(word)) ?? words.at(-1) ?? NO_NAME);
}

/**
 * A readable name of a vertex: arrows between chained operators that line breaks do not split, and
 * visible characters only.
 */
export function vertexTitle(name: string): string {
  if (name.trim() === "") return NO_NAME;
  return visibleText(name).replaceAll(" -> ", " → ");
}
