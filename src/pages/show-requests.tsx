import { useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { ENGINE_URL, restUrlOf } from "../client/backend-address.ts";
import { useBackend } from "../client/use-client.tsx";
import { readLine } from "../domain/command-lines.ts";
import { shownRequests } from "../observe/shown-requests.ts";
import type { EndpointId } from "../rest/routes.ts";
import { ShowRequest } from "../ui/show-request.tsx";

/** The requests of these kinds whose replies the page shows, as commands to copy. `of` names what shows them. */
export function ShowRequests({ of, calls }: { of: string; calls: readonly EndpointId[] }): ReactNode {
  const queryClient = useQueryClient();
  const backend = useBackend();
  const restUrl = restUrlOf(backend);
  return (
    <ShowRequest
      of={of}
      hasAddress={restUrl !== undefined}
      lines={() =>
        shownRequests(queryClient, backend, calls).map(({ path, more }) => ({
          words: `GET ${path}`,
          curl: readLine(restUrl ?? ENGINE_URL, path),
          more,
        }))
      }
    />
  );
}
