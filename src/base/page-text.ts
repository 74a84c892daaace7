// The readable text of a page that is not Drey's, such as the error page of a gateway.

/** Only this much of a page is read, characters. Its message is at the start. */
const MAX_PAGE = 8_000;
const MAX_WORDS = 200;

/** Parts of a page without words for a reader. */
const UNSEEN_PARTS = /<!--[^]*?(?:-->|$)|<(script|style|svg)\b[^]*?(?:<\/\1\s*>|$)/gi;
const TAG = /<[/!?a-z][^>]*(?:>|$)/gi;

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " };

/**
 * The words of a page of HTML or of plain text, on one line and cut at 200 characters. Undefined if
 * there are none. The result is plain text, and must be shown as such.
 */
export function pageText(page: string): string | undefined {
  const words = page
    .slice(0, MAX_PAGE)
    .replaceAll(UNSEEN_PARTS, " ")
    .replaceAll(TAG, " ")
    .replaceAll(/&(amp|lt|gt|quot|apos|nbsp|#39);/g, (entity, name: string) => (name === "#39" ? "'" : (ENTITIES[name] ?? entity)))
    .replaceAll(/\s+/g, " ")
    .trim();
  if (words === "") return undefined;
  return words.length > MAX_WORDS ? `${words.slice(0, MAX_WORDS).trimEnd()} …` : words;
}
