import type { ReactNode } from "react";

import { BackendConfigError } from "../client/backend-config.ts";
import { Button } from "../ui/button.tsx";
import { Notice } from "./notice.tsx";
import { useBackendSwitch } from "./use-backend-switch.tsx";

/** Why there is nothing to show. `message` is a sentence, `detail` technical. */
export type StartFailure = {
  kind: "unsupported" | "not-started" | "crashed" | "misconfigured";
  message: string;
  detail: string;
};

/** The failure of an error that occurred before a backend was chosen. */
export function startFailure(error: unknown): StartFailure {
  // Its message is complete, and the stack would only be Drey's own.
  if (error instanceof BackendConfigError) return { kind: "misconfigured", message: error.message, detail: "" };
  const reason = error instanceof Error ? error : new Error(String(error));
  return { kind: "misconfigured", message: reason.message, detail: reason.stack ?? "" };
}

const TITLES = {
  unsupported: "The cluster cannot run in this browser",
  "not-started": "The cluster could not start",
  crashed: "The playground has stopped",
  misconfigured: "Drey does not know which cluster to show",
} as const satisfies Record<StartFailure["kind"], string>;

const ADVICE = {
  unsupported: ["The playground runs in web workers. Use a current version of Chromium, Firefox or Safari."],
  "not-started": [
    "Reload the page. A script may have failed to load, or its version may differ from the page's.",
    "An extension or a policy of this browser may block workers. Try a window without extensions.",
    "Serve the page from a web server. Browsers do not start workers for pages opened as files.",
  ],
  crashed: ["Topics, checkpoints, savepoints and jobs were kept in this page's memory and are lost. A new playground starts from scratch."],
  misconfigured: ["The file drey.json beside index.html lists the backends. Without it Drey shows only the playground."],
} as const satisfies Record<StartFailure["kind"], readonly string[]>;

/** The page that explains the failure and what to do. */
export function CannotStart({ failure }: { failure: StartFailure }): ReactNode {
  return (
    <main>
      <Notice
        title={TITLES[failure.kind]}
        level={1}
        reply={failure.detail === "" ? undefined : failure.detail}
        actions={failure.kind === "crashed" ? <RestartButton /> : <ReloadButton />}
      >
        <p>{failure.message}</p>
        <ul className="list-disc pl-4.5">
          {ADVICE[failure.kind].map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </Notice>
    </main>
  );
}

function RestartButton(): ReactNode {
  const backendSwitch = useBackendSwitch();
  return (
    <Button
      kind="primary"
      onPress={() => {
        // The page of a lost job would have nothing to show.
        window.location.hash = "#/overview";
        backendSwitch.reconnect();
      }}
    >
      Start a new playground
    </Button>
  );
}

function ReloadButton(): ReactNode {
  return (
    <Button kind="primary" onPress={() => window.location.reload()}>
      Reload
    </Button>
  );
}
