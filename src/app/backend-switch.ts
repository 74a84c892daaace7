// Which backend the dashboard stands on. The page's address says it; this follows the address, connects, and lets the former go.
import { createDeferred } from "../base/deferred.ts";
import { addressOf, chosenRow } from "../client/backend-choice.ts";
import type { BackendRow } from "../client/backend-config.ts";
import type { Backend } from "../client/backend.ts";

/** Where the choice stands. */
export type Selection =
  | { readonly kind: "reading" }
  /** `drey.json` could not be read or makes no sense. */
  | { readonly kind: "misconfigured"; readonly error: unknown }
  /** The address names no backend that could be asked; `words` say why. */
  | { readonly kind: "none"; readonly rows: readonly BackendRow[]; readonly wanted: string; readonly words: string }
  /** `count` tells one connection from the next, also to the same backend. */
  | {
      readonly kind: "chosen";
      readonly rows: readonly BackendRow[];
      readonly row: BackendRow;
      readonly backend: Backend;
      readonly count: number;
    };

/** See {@link createBackendSwitch}. */
export interface BackendSwitch {
  readonly selection: () => Selection;
  /** Calls the listener after each change; answers how to stop it. */
  readonly subscribe: (listener: () => void) => () => void;
  /** The address that names a backend: a row's id, or a cluster's own address. */
  addressOf(id: string): string;
  /** Goes there without loading the page anew; the former stays one step back in the browser's history. */
  choose(id: string): void;
  /** Closes the chosen backend and connects to it again. For the playground that is a new cluster. Does nothing before a choice. */
  reconnect(): void;
  /** The backend as soon as there is one. Rejects where `drey.json` makes no sense. */
  backend(): Promise<Backend>;
}

/** What the switch needs from outside. */
export interface BackendSwitchOptions {
  readonly readBackends: () => Promise<readonly BackendRow[]>;
  readonly connect: (row: BackendRow) => Backend;
}

/** Begins to read which backends there are, and connects to the one that the address names. It lives as long as the page. */
export function createBackendSwitch({ readBackends, connect }: BackendSwitchOptions): BackendSwitch {
  const listeners = new Set<() => void>();
  let first = createDeferred<Backend>();
  // Whoever waits hears of it; nobody needs to.
  first.promise.catch(() => undefined);
  let selection: Selection = { kind: "reading" };
  let count = 0;

  function set(next: Selection): void {
    selection = next;
    for (const listener of listeners) listener();
  }

  function follow(rows: readonly BackendRow[]): void {
    const choice = chosenRow(rows, window.location.href);
    if (selection.kind === "chosen") {
      if (choice.kind === "row" && choice.row.id === selection.row.id) return;
      disconnect(selection.backend);
    }
    if (choice.kind === "none") return set({ ...choice, rows });
    connectTo(rows, choice.row);
  }

  function connectTo(rows: readonly BackendRow[], row: BackendRow): void {
    const backend = connect(row);
    first.resolve(backend);
    set({ kind: "chosen", rows, row, backend, count: ++count });
  }

  function disconnect(backend: Backend): void {
    backend.close();
    first = createDeferred();
  }

  const rowsOf = (): readonly BackendRow[] => ("rows" in selection ? selection.rows : []);

  void readBackends().then(
    (rows) => {
      window.addEventListener("popstate", () => follow(rows));
      follow(rows);
    },
    (error: unknown) => {
      first.reject(error instanceof Error ? error : new Error(String(error)));
      set({ kind: "misconfigured", error });
    },
  );

  return {
    selection: () => selection,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    addressOf: (id) => addressOf(id, rowsOf(), window.location.href),
    choose(id) {
      const rows = rowsOf();
      window.history.pushState(null, "", addressOf(id, rows, window.location.href));
      follow(rows);
    },
    reconnect() {
      if (selection.kind !== "chosen") return;
      disconnect(selection.backend);
      connectTo(selection.rows, selection.row);
    },
    backend: () => first.promise,
  };
}
