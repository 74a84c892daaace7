import { visibleText } from "../base/visible-text.ts";

/**
 * The last word of a vertex's name, for small spaces: Source, Counter, Writer, Committer. Provide
 * the full name elsewhere, such as in a title.
 */
export function shortVertexName(name: string): string {
  return (
    name
      .split(/[\s:]+/)
      .filter((word) => word !== "")
      .at(-1) ?? name
  );
}

/**
 * A readable name of a vertex: arrows between chained operators that line breaks do not split, and
 * visible characters only.
 */
export function vertexTitle(name: string): string {
  return visibleText(name).replaceAll(" -> ", " → ");
}
