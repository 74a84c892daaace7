import type { PageCommand } from "../ui/page-commands.ts";

/** Entries of the palette below their heading. */
export type CommandGroup = { readonly name: string; readonly commands: readonly PageCommand[] };

/** What the palette lists, and how many entries it found in all. */
export type Found = { readonly groups: readonly CommandGroup[]; readonly total: number };

/** The most entries of a group that are listed while nothing is typed. */
const MOST_OF_GROUP = 6;
/** The most entries that are listed. A longer list is narrowed by typing. */
export const MOST_FOUND = 60;

/**
 * The entries that contain every typed word, in the label first, then in the keywords. Groups with a
 * better match come first. Without text, the first entries of every group.
 */
export function findCommands(commands: readonly PageCommand[], text: string): Found {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  const ranked = commands.flatMap((command) => {
    const rank = rankOf(command, words);
    return rank === undefined ? [] : [{ command, rank }];
  });
  if (words.length > 0) ranked.sort((a, b) => a.rank - b.rank);
  const groups = new Map<string, PageCommand[]>();
  const most = words.length === 0 ? MOST_OF_GROUP : MOST_FOUND;
  for (const { command } of words.length === 0 ? ranked : ranked.slice(0, MOST_FOUND)) {
    const group = groups.get(command.group) ?? [];
    groups.set(command.group, group);
    if (group.length < most) group.push(command);
  }
  return { groups: Array.from(groups, ([name, listed]) => ({ name, commands: listed })), total: ranked.length };
}

/** Lower is better; undefined if a word is missing. */
function rankOf({ label, note, keywords = "", group }: PageCommand, words: readonly string[]): number | undefined {
  const name = label.toLowerCase();
  const rest = `${group} ${note ?? ""} ${keywords}`.toLowerCase();
  let worst = 0;
  for (const word of words) {
    const at = name.indexOf(word);
    if (at === -1 && !rest.includes(word)) return undefined;
    worst = Math.max(worst, at === -1 ? 3 : at === 0 ? 0 : name[at - 1] === " " ? 1 : 2);
  }
  return worst;
}
