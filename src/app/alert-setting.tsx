import { type ReactNode, useState, useSyncExternalStore } from "react";

import { useIsHistoryServer } from "../client/use-client.tsx";
import { REASON_KINDS, type ReasonKind } from "../domain/assessment.ts";
import { REASON_FACTS } from "../domain/reason-facts.ts";
import { Check } from "../ui/check.tsx";
import { alertChoice, chooseAlerts, onAlertChoice } from "./alert-choice.ts";
import { browserNotifier, type Notifier, type NotifierPermission } from "./notifier.ts";

/** Whether the browser notifies about jobs in trouble, and for which reasons. A History Server has no running jobs. */
export function AlertSetting({ notifier = browserNotifier }: { notifier?: Notifier }): ReactNode {
  const choice = useSyncExternalStore(onAlertChoice, alertChoice);
  const [permission, setPermission] = useState(() => notifier.permission());
  const [isForgotten, setForgotten] = useState(false);
  if (useIsHistoryServer()) return null;
  const choose = (kinds: ReadonlySet<ReasonKind>): void => setForgotten(!chooseAlerts(kinds));
  const toggle = async (isOn: boolean): Promise<void> => {
    if (!isOn) return choose(new Set());
    const answer = await notifier.request();
    setPermission(answer);
    if (answer === "granted") choose(new Set(REASON_KINDS));
  };
  const problem = isForgotten ? FORGOTTEN : PROBLEMS[permission];
  const isOn = choice.length > 0;
  return (
    <div className="px-3 pb-3">
      <Check
        isOn={isOn}
        disabledReason={isOn ? undefined : PROBLEMS[permission]}
        label="Notify me when a running job needs attention"
        text={problem ?? "Also while this tab is in the background. Drey then keeps asking the cluster for the state of its jobs."}
        onToggle={(next) => void toggle(next)}
      />
      {isOn && (
        <fieldset className="mt-1 ml-6 text-dense">
          <legend className="sr-only">Reasons to notify about</legend>
          {REASON_KINDS.map((kind) => (
            <Check
              key={kind}
              isOn={choice.includes(kind)}
              label={REASON_FACTS[kind].name}
              onToggle={(next) => choose(new Set(next ? [...choice, kind] : choice.filter((one) => one !== kind)))}
            />
          ))}
        </fieldset>
      )}
    </div>
  );
}

const PROBLEMS: Readonly<Record<NotifierPermission, string | undefined>> = {
  default: undefined,
  granted: undefined,
  denied: "This browser blocks notifications of this page. Allow them in the browser's settings for this site, then reload the page.",
  unsupported: "This browser shows notifications only for pages over HTTPS or on localhost.",
};

const FORGOTTEN = "This browser does not store settings for this page (private window or full storage), so it cannot be switched on.";
