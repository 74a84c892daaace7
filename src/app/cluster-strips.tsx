import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useRef, useState } from "react";

import { failureWords } from "../client/failure-words.ts";
import { useContact, useIsAway } from "../client/use-contact.ts";
import { readSetting, writeSetting } from "../client/settings.ts";
import { useBackend, useConfig, usePulse, useAllowsAnyOrigin, useRefreshMs } from "../client/use-client.tsx";
import { formatElapsed, formatInterval } from "../domain/units.ts";
import { askBackendAgain, refreshBackend } from "../observe/actions.ts";
import { Age } from "../ui/age.tsx";
import { Button } from "../ui/button.tsx";
import { CloseButton } from "../ui/icon-button.tsx";
import { Strip } from "../ui/strip.tsx";

/**
 * Above the page while the cluster does not answer: since when, why, and the next try. Everything
 * is refreshed when it answers again.
 */
export function AwayStrip(): ReactNode {
  const backend = useBackend();
  const queryClient = useQueryClient();
  const pulse = usePulse();
  const refreshMs = useRefreshMs();
  const isAway = useIsAway();
  const isSignedOut = useContact().kind === "signed-out";
  const wasAway = useRef(false);
  useEffect(() => {
    // It may be another JobManager now, so facts that are requested only once must be requested
    // again.
    if (wasAway.current && !isAway) void refreshBackend(queryClient, backend);
    wasAway.current = isAway;
  }, [isAway, queryClient, backend]);
  if (!isAway) return null;
  if (isSignedOut && !backend.isDirect) {
    return (
      <Strip
        tone="away"
        label="Sign in again"
        title="Sign in again."
        action={
          <Button small onPress={() => window.location.reload()}>
            Reload the page
          </Button>
        }
      >
        Showing the last known state, which is <Age sinceMs={pulse.dataUpdatedAt} format={formatElapsed} /> old.{" "}
        {pulse.error === null ? "" : failureWords(pulse.error).words}
      </Strip>
    );
  }
  return (
    <Strip
      tone="away"
      label="The cluster does not answer"
      title={
        <>
          {backend.label} has not answered for <Age sinceMs={pulse.dataUpdatedAt} format={formatElapsed} />.
        </>
      }
      action={
        <Button small onPress={() => void askBackendAgain(queryClient, backend)}>
          Try now
        </Button>
      }
    >
      Showing the last known state. {pulse.error === null ? "" : failureWords(pulse.error).words.split("\n")[0]} Drey tries again every{" "}
      {formatInterval(refreshMs)}.
    </Strip>
  );
}

/** Warns that any web page can run code on the cluster, until dismissed for this cluster. */
export function OpenStrip(): ReactNode {
  const backend = useBackend();
  const allowsAnyOrigin = useAllowsAnyOrigin();
  const config = useConfig();
  const key = `drey.open.${backend.id}`;
  const [isDismissed, setIsDismissed] = useState(() => readSetting(key) === "seen");
  if (!allowsAnyOrigin || isDismissed || config?.features["web-submit"] !== true) return null;
  return (
    <Strip
      tone="open"
      label="The cluster is open to other pages"
      title={`Any web page in a browser that reaches ${backend.label} can run code on it.`}
      action={
        <CloseButton
          label="Dismiss for this cluster"
          onPress={() => {
            writeSetting(key, "seen");
            setIsDismissed(true);
          }}
        />
      }
    >
      It allows {backend.isDirect ? "other origins, including this page's," : "every origin"} to read its replies (
      <span className="mono">web.access-control-allow-origin</span>) and accepts JARs (<span className="mono">web.submit.enable</span>).
      Restrict one of them.
    </Strip>
  );
}
