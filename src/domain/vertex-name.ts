/** The last word of a vertex's name, for where there is little room: Source, Counter, Writer, Committer. Give the whole name beside it. */
export function shortVertexName(name: string): string {
  return (
    name
      .split(/[\s:]+/)
      .filter((word) => word !== "")
      .at(-1) ?? name
  );
}
