import { type ReactNode, useCallback, useState } from "react";

import type { EndpointId } from "../rest/routes.ts";
import { IconButton } from "../ui/icon-button.tsx";
import { CommandIcon } from "../ui/icons.tsx";
import { lazyPopup } from "../ui/lazy-popup.tsx";

const RequestsPopup = lazyPopup(async () => (await import("./requests-popup.tsx")).RequestsPopup);

/**
 * A quiet button in the head of a view. It shows the requests of these kinds whose replies are on the
 * page, as commands to copy. `of` is the name of the view.
 */
export function RequestsButton({ of, calls }: { of: string; calls: readonly EndpointId[] }): ReactNode {
  const [isOpen, setIsOpen] = useState(false);
  const close = useCallback(() => setIsOpen(false), []);
  const title = `Requests behind ${of}`;
  return (
    <>
      <IconButton label={title} title="Show the requests as curl commands" onPress={() => setIsOpen(true)}>
        <CommandIcon />
      </IconButton>
      {isOpen && <RequestsPopup title={title} calls={calls} onClose={close} />}
    </>
  );
}
