import { type ReactNode, useCallback, useState } from "react";

import { IconButton } from "./icon-button.tsx";
import { lazyPopup } from "./lazy-popup.tsx";
import { CommandIcon } from "./page-icons.tsx";

/** A request: its method and path, the command to copy, and how many similar ones there are. */
export type RequestLine = { readonly words: string; readonly curl: string; readonly more: number };

const RequestDialog = lazyPopup(async () => (await import("./request-dialog.tsx")).RequestDialog);

/** A quiet button in the head of a panel. It shows the requests whose replies the panel shows. */
export function ShowRequest({
  of,
  lines,
  hasAddress,
}: {
  /** The name of the panel. */
  of: string;
  /** Called when the button is pressed. */
  lines: () => readonly RequestLine[];
  /** Whether others can reach the backend's address. The playground has none. */
  hasAddress: boolean;
}): ReactNode {
  const [shown, setShown] = useState<readonly RequestLine[] | undefined>(undefined);
  const close = useCallback(() => setShown(undefined), []);
  return (
    <>
      <IconButton label={`Requests behind ${of}`} title="Show the requests as curl commands" onPress={() => setShown(lines())}>
        <CommandIcon />
      </IconButton>
      {shown !== undefined && <RequestDialog title={`Requests behind ${of}`} lines={shown} hasAddress={hasAddress} onClose={close} />}
    </>
  );
}
