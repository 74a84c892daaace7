import { dirname } from "node:path";

/** A style sheet of src/, with its path from the root of the repository. */
export type StyleSheet = { readonly path: string; readonly text: string };

/** The theme variables: the one style sheet that may grow. */
const TOKENS = "src/app/tokens.css";

/**
 * The most lines of CSS, as formatted, in src/ outside the theme variables. Lower it as they get fewer, and never raise it: what
 * utilities can express is written with utilities.
 */
export const MAX_LINES = 150;

/** How much CSS is written by hand: lines outside the theme variables, and the folders in which each class name has rules. */
export type StyleFigures = { readonly lines: number; readonly folders: ReadonlyMap<string, ReadonlySet<string>> };

/** Counts the lines and class names of style sheets. */
export function styleFigures(sheets: readonly StyleSheet[]): StyleFigures {
  const folders = new Map<string, Set<string>>();
  let lines = 0;
  for (const { path, text } of sheets) {
    if (path !== TOKENS) lines += text.trimEnd().split("\n").length;
    for (const name of classNames(text)) folders.set(name, (folders.get(name) ?? new Set()).add(dirname(path)));
  }
  return { lines, folders };
}

/** What is wrong with the style sheets of src/, a sentence each. */
export function styleFindings(sheets: readonly StyleSheet[], maxLines: number): readonly string[] {
  const { lines, folders } = styleFigures(sheets);
  return [
    ...(lines > maxLines ? [`src/ has ${String(lines)} lines of CSS, and at most ${String(maxLines)} are allowed. Use utilities.`] : []),
    ...sheets.flatMap(({ path, text }) =>
      /@apply\b/.test(withoutComments(text)) ? [`${path} uses @apply. Put the utilities on the element.`] : [],
    ),
    ...[...folders].flatMap(([name, its]) =>
      its.size > 1 ? [`.${name} has rules in ${[...its].join(" and ")}. Each class belongs to one folder.`] : [],
    ),
  ];
}

/** The class names in the selectors of a style sheet. */
function classNames(text: string): ReadonlySet<string> {
  const selectors = [...withoutComments(text).matchAll(/([^{};]+)\{/g)]
    .map(([, prelude = ""]) => prelude.trim())
    .filter((prelude) => !prelude.startsWith("@"));
  // Attribute values and strings contain dots as well.
  const plain = selectors.map((selector) => selector.replaceAll(/"[^"]*"|'[^']*'|\[[^\]]*\]/g, ""));
  return new Set(plain.flatMap((selector) => [...selector.matchAll(/\.(-?[A-Za-z_][\w-]*)/g)].map(([, name = ""]) => name)));
}

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, "");
}
