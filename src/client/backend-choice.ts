// The backend in the page's address: `?cluster=prod#/overview`. It is before the hash, so that
// links between pages keep it.
import type { BackendRow, HttpRow } from "./backend-config.ts";
import { mixedContentProblem, parseClusterUrl } from "./cluster-url.ts";

const PARAMETER = "cluster";

/** The backend of an address: a row, or the reason why there is none. */
export type BackendChoice =
  | { readonly kind: "row"; readonly row: BackendRow }
  | { readonly kind: "none"; readonly wanted: string; readonly words: string };

/**
 * Reads the page's address. Without the parameter it means the first row. A value that is not a
 * row's id may be the address of a cluster.
 */
export function chosenRow(rows: readonly BackendRow[], pageUrl: string): BackendChoice {
  const wanted = new URL(pageUrl).searchParams.get(PARAMETER);
  const row = wanted === null ? rows[0] : rows.find(({ id }) => id === wanted);
  if (row !== undefined) return rowOrProblem(row, pageUrl);
  if (wanted === null || !/^[a-z][a-z0-9+.-]*:/i.test(wanted)) {
    return { kind: "none", wanted: wanted ?? "", words: `Unknown cluster “${wanted ?? ""}”.` };
  }
  const parsed = parseClusterUrl(wanted);
  if ("problem" in parsed) return { kind: "none", wanted, words: parsed.problem };
  return rowOrProblem(directRow(parsed.url, pageUrl), pageUrl);
}

/** A cluster whose address was typed. */
function directRow(url: string, pageUrl: string): HttpRow {
  const { origin, host } = new URL(url);
  return {
    kind: "http",
    id: url,
    label: host,
    baseUrl: url,
    hasPlayground: false,
    isReadOnly: false,
    isDirect: origin !== new URL(pageUrl).origin,
  };
}

function rowOrProblem(row: BackendRow, pageUrl: string): BackendChoice {
  const words = row.kind === "http" ? mixedContentProblem(row.baseUrl, pageUrl) : undefined;
  return words === undefined ? { kind: "row", row } : { kind: "none", wanted: row.label, words };
}

/** The address of the overview of backend `id`: pages of one cluster mean nothing to another. */
export function addressOf(id: string, rows: readonly BackendRow[], pageUrl: string): string {
  const url = new URL(pageUrl);
  // The first row needs no parameter, because the plain address is the best known.
  if (id === rows[0]?.id) url.searchParams.delete(PARAMETER);
  else url.searchParams.set(PARAMETER, id);
  url.hash = "#/overview";
  return url.href;
}
