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

/** Without a first reply for so long, the page says that it waits. */
const SLOW_MS = 3000;

/**
 * Lets the page be seen once the cluster has said what it is. Until then: why not, what can be done, and another try every few seconds.
 * The one in this page needs no gate: whether it could start is known.
 */
export function ClusterGate({ children }: { children: ReactNode }): ReactNode {
  const backend = useBackend();
  const config = useQuery(configOptions(backend));
  const isKnown = backend.kind === "browser" || config.data !== undefined;
  if (!isKnown && config.failureReason !== null) return <Trouble error={config.failureReason} />;
  return <Patience isOver={isKnown}>{children}</Patience>;
}

/**
 * The page for a moment, then words, until the cluster is known. The page keeps its place in the tree when that happens: in another one it
 * would lose what was typed or chosen in it.
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
  const { title, sentences, advice, reply } = clusterTrouble(backend, error, finding);
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
          <Button kind="primary" onPress={retry}>
            Try again
          </Button>
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
