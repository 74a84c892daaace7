import { PROSE_PATTERNS } from "./prose-patterns.ts";

/** A wording to avoid, and where it is. */
export interface ProseFinding {
  /** From 1. */
  readonly line: number;
  readonly text: string;
  readonly instead: string;
}

/** The wordings of prose-patterns.ts in a file's text, in the order of the lines. */
export function proseFindings(text: string): readonly ProseFinding[] {
  return text
    .split("\n")
    .flatMap((line, index) =>
      PROSE_PATTERNS.flatMap(({ pattern, instead }) =>
        [...line.matchAll(new RegExp(pattern, `${pattern.flags}g`))].map(([found]) => ({ line: index + 1, text: found, instead })),
      ),
    );
}
