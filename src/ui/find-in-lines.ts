/** A pattern that finds a text as it is, ignoring case. Undefined for no text. */
export function findPattern(text: string): RegExp | undefined {
  const needle = text.trim();
  return needle === "" ? undefined : new RegExp(needle.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`), "i");
}

/** The indexes of the lines that contain the pattern. */
export function linesWith(lines: readonly { readonly text: string }[], pattern: RegExp | undefined): readonly number[] {
  if (pattern === undefined) return [];
  return lines.flatMap(({ text }, index) => (pattern.test(text) ? [index] : []));
}

/** A text in pieces, of which every second one is an occurrence of the pattern. */
export function splitAtMatches(text: string, pattern: RegExp): readonly string[] {
  return text.split(new RegExp(`(${pattern.source})`, "i"));
}
