import { visibleText } from "../base/visible-text.ts";

/** The last word of a vertex's name, for where there is little room: Source, Counter, Writer, Committer. Give the whole name beside it. */
export function shortVertexName(name: string): string {
  return (
    name
      .split(/[\s:]+/)
      .filter((word) => word !== "")
      .at(-1) ?? name
  );
}

/** A vertex's name to be read: chained operators with an arrow between them that no line break cuts in two, and nothing in it that cannot be seen. */
export function vertexTitle(name: string): string {
  return visibleText(name).replaceAll(" -> ", " → ");
}
