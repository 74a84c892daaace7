import { cleanup, screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, it } from "vitest";

import { createDeferred } from "../../base/deferred.ts";
import { backendOver, renderWithBackend } from "../../testing/recorded-backend.tsx";
import { scriptedCluster, type ScriptedAnswer } from "../../testing/scripted-cluster.ts";
import { SavepointsPanel } from "./savepoints-panel.tsx";

const PATH = "file:/tmp/flink-savepoints-directory/savepoint-f4d5b0-0a6736f05344";
const DONE = { reply: { status: { id: "COMPLETED" }, operation: {} } };
const accepted = { status: 202, reply: { "request-id": "1".repeat(32) } };

afterEach(cleanup);

async function openDialog(answers: Readonly<Record<string, ScriptedAnswer>>) {
  const { transport, sent } = scriptedCluster("07-stop", answers);
  renderWithBackend(<SavepointsPanel selectedPath="" onSelect={() => undefined} />, backendOver(transport));
  const user = userEvent.setup();
  const row = await screen.findByRole("row", { name: /savepoint-f4d5b0-0a6736f05344/ });
  await user.click(within(row).getByRole("button", { name: /^Delete/ }));
  const dialog = screen.getByRole("dialog", { name: "Delete a savepoint of Click Event Count" });
  return { user, dialog, asked: () => sent.filter(({ call }) => call === "POST /savepoint-disposal") };
}

it("deletes a savepoint: says what it will do, asks once however long the reply takes, and says that it is done", async () => {
  const reply = createDeferred<void>();
  const { user, dialog, asked } = await openDialog({
    "POST /savepoint-disposal": async () => {
      await reply.promise;
      return accepted;
    },
    "GET /savepoint-disposal/:id": () => DONE,
  });
  within(dialog).getByText(PATH);
  within(dialog).getByText(`flink savepoint -m test.invalid:80 --dispose ${PATH}`);
  within(dialog).getByText(`curl -X POST http://test.invalid/savepoint-disposal -d '{"savepoint-path":"${PATH}"}'`);
  await user.dblClick(within(dialog).getByRole("button", { name: "Delete" }));
  await within(dialog).findByText(/^Deleting\./);
  reply.resolve();
  await within(dialog).findByText(/^It is deleted, after/);
  expect(asked().map(({ body }) => JSON.parse(body)["savepoint-path"])).toEqual([PATH]);
  expect(within(dialog).queryByRole("button", { name: "Delete" })).toBeNull();
});

it("tells in the cluster's own words why it could not be deleted, and leaves it to be tried again", async () => {
  const words = "Cannot find checkpoint or savepoint file/directory";
  const { user, dialog } = await openDialog({
    "POST /savepoint-disposal": () => accepted,
    "GET /savepoint-disposal/:id": () => ({
      reply: {
        status: { id: "COMPLETED" },
        operation: { "failure-cause": { class: "a.b.C", "stack-trace": `a.b.C: ${words}\n\tat x.Y.z(Y.java:1)` } },
      },
    }),
  });
  await user.click(within(dialog).getByRole("button", { name: "Delete" }));
  await waitFor(() => expect(dialog.textContent).toContain(words));
  expect(within(dialog).getByRole("button", { name: "Delete" }).getAttribute("aria-disabled")).not.toBe("true");
});
