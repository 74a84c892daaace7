import type { MouseEvent, ReactNode, Ref } from "react";

import type { BackendRow } from "../client/backend-config.ts";
import { ClusterIcon, EngineIcon } from "../ui/icons.tsx";
import { ReadOnlyTag } from "./read-only-tag.tsx";
import { useBackendSwitch } from "./use-backend-switch.tsx";

/** See {@link BackendList}. */
export type BackendListProps = {
  rows: readonly BackendRow[];
  /** The connected backend, if it is in the list. */
  chosenId: string | undefined;
  /** The link that receives the focus first. */
  firstRef?: Ref<HTMLAnchorElement>;
  /** Called after a press. */
  onChosen?: () => void;
};

/** The available backends as links: each has an address, and the browser's link functions work. */
export function BackendList({ rows, chosenId, firstRef, onChosen }: BackendListProps): ReactNode {
  const backendSwitch = useBackendSwitch();
  const press = (event: MouseEvent, id: string): void => {
    // The browser opens new tabs and windows.
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    onChosen?.();
    if (id !== chosenId) backendSwitch.choose(id);
  };
  const focusedId = chosenId ?? rows[0]?.id;
  return (
    <ul className="w-full" aria-label="Clusters">
      {rows.map((row) => (
        <li key={row.id}>
          <a
            className="flex min-h-11 items-center gap-2.5 rounded-2 px-2.5 py-1 text-fg hover:bg-surface-2 hover:no-underline aria-[current=true]:bg-accent-tint [&>svg]:size-4.5 [&>svg]:flex-none [&>svg]:text-fg-2"
            ref={row.id === focusedId ? firstRef : undefined}
            href={backendSwitch.addressOf(row.id)}
            aria-current={row.id === chosenId ? "true" : undefined}
            onClick={(event) => press(event, row.id)}
          >
            {row.kind === "browser" ? <EngineIcon /> : <ClusterIcon />}
            <span className="grid min-w-0 flex-1 leading-4 *:wrap-anywhere">
              <b className="font-strong">{row.label}</b>
              <small className="text-label text-fg-3">{describeRow(row)}</small>
            </span>
            {row.kind === "http" && row.isReadOnly && <ReadOnlyTag />}
          </a>
        </li>
      ))}
    </ul>
  );
}

/** The address of a backend. On the page's own server the path is enough. */
function describeRow(row: BackendRow): string {
  if (row.kind === "browser") return "a Flink-like cluster that runs in this tab and starts fresh each time";
  const { origin, host, pathname } = new URL(row.baseUrl);
  return origin === window.location.origin ? `${host}${pathname}`.replace(/\/$/, "") : row.baseUrl.replace(/\/$/, "");
}
