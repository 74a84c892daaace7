import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";

import { ENGINE_URL, restUrlOf } from "../client/backend-address.ts";
import { useBackend } from "../client/use-client.tsx";
import { readLine } from "../domain/command-lines.ts";
import { shownRequests } from "../observe/shown-requests.ts";
import type { EndpointId } from "../rest/routes.ts";
import { RequestDialog } from "../ui/request-dialog.tsx";

/** The requests of these kinds whose replies the page shows when it opens. */
export function RequestsPopup({ title, calls, onClose }: { title: string; calls: readonly EndpointId[]; onClose: () => void }): ReactNode {
  const queryClient = useQueryClient();
  const backend = useBackend();
  const restUrl = restUrlOf(backend);
  const [requests] = useState(() => shownRequests(queryClient, backend, calls));
  const lines = requests.map(({ path, more }) => ({ words: `GET ${path}`, curl: readLine(restUrl ?? ENGINE_URL, path), more }));
  return <RequestDialog title={title} lines={lines} hasAddress={restUrl !== undefined} onClose={onClose} />;
}
