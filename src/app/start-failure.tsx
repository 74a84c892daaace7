import type { ReactNode } from "react";

import { BackendConfigError } from "../client/backend-config.ts";
import { Button } from "../ui/button.tsx";
import { Notice } from "./notice.tsx";

/** Why there is nothing to show. `message` is a sentence, `detail` technical. */
export type StartFailure = {
  kind: "unsupported" | "not-started" | "crashed" | "misconfigured";
  message: string;
  detail: string;
};

/** What could not even be chosen. */
export function startFailure(error: unknown): StartFailure {
  // Its message is all there is to say: the stack would only be ours.
  if (error instanceof BackendConfigError) return { kind: "misconfigured", message: error.message, detail: "" };
  const reason = error instanceof Error ? error : new Error(String(error));
  return { kind: "misconfigured", message: reason.message, detail: reason.stack ?? "" };
}

const TITLES = {
  unsupported: "The cluster cannot run in this browser",
  "not-started": "The cluster could not start",
  crashed: "The cluster in this page has ended",
  misconfigured: "Drey does not know which cluster to show",
} as const satisfies Record<StartFailure["kind"], string>;

const ADVICE = {
  unsupported: ["Drey runs a small cluster in workers of this page. Current versions of Chromium, Firefox and Safari can do that."],
  "not-started": [
    "Reload the page: a script may have got lost on the way, or be of another version than the page.",
    "An extension or a policy of this browser may forbid workers; try a window without extensions.",
    "The page has to come from a web server: opened as a file, browsers start no workers.",
  ],
  crashed: ["Its topics, checkpoints and jobs were in this page's memory and are gone. Reloading starts a new cluster."],
  misconfigured: ["The file drey.json beside index.html names the backends; without it there is the cluster in this page."],
} as const satisfies Record<StartFailure["kind"], readonly string[]>;

/** The page that says so, and what can be done. */
export function CannotStart({ failure }: { failure: StartFailure }): ReactNode {
  return (
    <main>
      <Notice
        title={TITLES[failure.kind]}
        level={1}
        reply={failure.detail === "" ? undefined : failure.detail}
        actions={
          <Button kind="primary" onPress={() => window.location.reload()}>
            Reload
          </Button>
        }
      >
        <p>{failure.message}</p>
        <ul>
          {ADVICE[failure.kind].map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </Notice>
    </main>
  );
}
