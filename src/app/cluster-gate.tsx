import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";

import { restUrlOf } from "../client/backend-address.ts";
import { clusterTrouble } from "../client/cluster-trouble.ts";
import { TransportError } from "../client/transport.ts";
import { CONFIG_RETRY_MS, configOptions, directProbeOptions } from "../client/cluster-options.ts";
import { useBackend } from "../client/use-client.tsx";
import { formatElapsed } from "../domain/units.ts";
import { askBackendAgain } from "../observe/actions.ts";
import { Button } from "../ui/button.tsx";
import { BarContent } from "../ui/bar-slot.tsx";
import { useNow } from "../ui/clock.ts";
import { Notice } from "./notice.tsx";

/** After this time without a first reply, the page says that it waits, ms. */
const SLOW_MS = 3000;

/**
 * Shows the page once the cluster has answered `GET /config`. Before that it shows the error, what
 * to do, and retries every few seconds. The playground needs no gate, because a failed start is
 * reported separately.
 */
export function ClusterGate({ children }: { children: ReactNode }): ReactNode {
  const backend = useBackend();
  const config = useQuery(configOptions(backend));
  const isKnown = backend.kind === "browser" || config.data !== undefined;
  if (!isKnown && config.failureReason !== null) return <Trouble error={config.failureReason} />;
  return <Patience isOver={isKnown}>{children}</Patience>;
}

/**
 * Shows the page for a moment, then a text, until the cluster has answered. The page keeps its
 * place in the tree, because it would lose typed text in another place.
 */
function Patience({ isOver, children }: { isOver: boolean; children: ReactNode }): ReactNode {
  const { label } = useBackend();
  const [sinceMs] = useState(() => Date.now());
  const waitedMs = useNow() - sinceMs;
  if (isOver || waitedMs < SLOW_MS) return children;
  return (
    <>
      <BarContent title="No cluster yet" />
      <Notice title={`${label} responds slowly`}>
        <p>It has not answered for {formatElapsed(waitedMs)}. After 15 s Drey cancels the request and tries again.</p>
      </Notice>
    </>
  );
}

function Trouble({ error }: { error: Error }): ReactNode {
  const backend = useBackend();
  const queryClient = useQueryClient();
  const baseUrl = restUrlOf(backend);
  const isUnreachable = error instanceof TransportError && error.kind === "unreachable";
  const probe = directProbeOptions(backend, isUnreachable);
  const finding = useQuery(probe).data;
  const { title, sentences, advice, reply, needsReload } = clusterTrouble(backend, error, finding);
  const retry = (): void => {
    queryClient.removeQueries({ queryKey: probe.queryKey });
    void askBackendAgain(queryClient, backend);
  };
  return (
    <>
      <BarContent title="No cluster yet" />
      <Notice
        title={title}
        reply={reply}
        actions={
          needsReload === true ? (
            <Button kind="primary" onPress={() => window.location.reload()}>
              Reload the page
            </Button>
          ) : (
            <Button kind="primary" onPress={retry}>
              Try again
            </Button>
          )
        }
      >
        {sentences.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
        {advice.length > 0 && (
          <ul className="list-disc pl-4.5">
            {advice.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        )}
        <p>
          <span className="mono">{baseUrl}</span> is tried again every {formatElapsed(CONFIG_RETRY_MS)}.
        </p>
      </Notice>
    </>
  );
}
