import { expect, test } from "vitest";

import type { FromTally, ToTally } from "./tally-messages.ts";
import type { TallyReport } from "./tally-reader.ts";
import { TallySession } from "./tally-session.ts";
import { Tally } from "./tally.ts";

function report(newestClickMs?: number): TallyReport {
  return { hasTopic: true, summary: new Tally().summary(), newestClickMs, dueClickMs: undefined };
}

function start(): {
  session: TallySession;
  posted: ToTally["type"][];
  say: (message: FromTally) => void;
  show: (isVisible: boolean) => void;
} {
  const posted: ToTally["type"][] = [];
  let say: (message: FromTally) => void = () => undefined;
  let onChange: () => void = () => undefined;
  let visible = true;
  const session = new TallySession(
    {
      post: ({ type }) => posted.push(type),
      onMessage: (listener) => (say = listener),
      onError: () => undefined,
    },
    {
      isVisible: () => visible,
      onChange: (listener) => {
        onChange = listener;
        return () => (onChange = () => undefined);
      },
    },
  );
  return {
    session,
    posted,
    say: (message) => say(message),
    show: (isVisible) => {
      visible = isVisible;
      onChange();
    },
  };
}

test("it reads while the proof is shown and the tab is visible, and continues where it stopped", () => {
  const { session, posted, show } = start();
  expect(posted).toEqual([]);
  const leave = session.subscribe(() => undefined);
  const leaveToo = session.subscribe(() => undefined);
  show(false);
  show(true);
  leave();
  leaveToo();
  show(true);
  expect(posted).toEqual(["run", "pause", "run", "pause"]);
});

test("trouble keeps the last report, the next report ends the trouble", () => {
  const { session, say } = start();
  let heard = 0;
  session.subscribe(() => heard++);
  say({ type: "report", report: report() });
  say({ type: "trouble", words: "no answer" });
  expect(session.read()).toMatchObject({ trouble: "no answer", report: { hasTopic: true } });
  say({ type: "report", report: report() });
  expect(session.read().trouble).toBeUndefined();
  expect(heard).toBe(3);
});

test("topics with another start time are different topics", () => {
  const { session, posted, say } = start();
  say({ type: "report", report: report(5000) });
  session.topicsSince(1);
  session.topicsSince(1);
  expect(session.read().report).toBeDefined();
  session.mark("a", "killed");
  session.topicsSince(2);
  expect(posted).toEqual(["restart"]);
  expect(session.read()).toEqual({ report: undefined, trouble: undefined, marks: [] });
});

test("a mark is set once, at the clicks' event time", () => {
  const { session, say } = start();
  session.mark("a", "killed");
  expect(session.read().marks).toEqual([]);
  say({ type: "report", report: report(5000) });
  session.mark("a", "killed");
  say({ type: "report", report: report(9000) });
  session.mark("a", "killed");
  expect(session.read().marks).toEqual([{ id: "a", eventMs: 5000, text: "killed" }]);
});
