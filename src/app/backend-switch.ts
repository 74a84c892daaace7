// The backend of the dashboard. Follows the page's address, connects to the backend it names, and
// closes the previous one.
import { createDeferred } from "../base/deferred.ts";
import { addressOf, chosenRow } from "../client/backend-choice.ts";
import type { BackendRow } from "../client/backend-config.ts";
import type { Backend } from "../client/backend.ts";

/** The state of the choice. */
export type Selection =
  | { readonly kind: "reading" }
  /** `drey.json` could not be read or is invalid. */
  | { readonly kind: "misconfigured"; readonly error: unknown }
  /** The address names no available backend; `words` say why. */
  | { readonly kind: "none"; readonly rows: readonly BackendRow[]; readonly wanted: string; readonly words: string }
  /** `count` distinguishes connections, also to the same backend. */
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
  /** Calls the listener after each change. Returns the function that removes it. */
  readonly subscribe: (listener: () => void) => () => void;
  /** The page address for a backend: a row's id, or a cluster's own address. */
  addressOf(id: string): string;
  /**
   * Navigates to a backend without reloading the page. The browser's back button returns to the
   * previous one.
   */
  choose(id: string): void;
  /**
   * Closes the chosen backend and connects to it again, which starts a new playground. Does nothing
   * before a choice.
   */
  reconnect(): void;
  /** The backend, once there is one. Rejects if `drey.json` is invalid. */
  backend(): Promise<Backend>;
}

/** The environment of the switch. */
export interface BackendSwitchOptions {
  readonly readBackends: () => Promise<readonly BackendRow[]>;
  readonly connect: (row: BackendRow) => Backend;
}

/**
 * Starts to load the list of backends, and connects to the one in the address. Lives as long as the
 * page.
 */
export function createBackendSwitch({ readBackends, connect }: BackendSwitchOptions): BackendSwitch {
  const listeners = new Set<() => void>();
  let first = createDeferred<Backend>();
  // Callers that wait receive the error. Otherwise it is ignored.
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
