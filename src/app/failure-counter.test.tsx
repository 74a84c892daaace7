import { cleanup, screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, test } from "vitest";

import { backendOver, renderWithBackend } from "../testing/recorded-backend.tsx";
import { FailureCounter } from "./failure-counter.tsx";

afterEach(cleanup);

/** Renders the counter over a cluster that refuses every call. */
function show() {
  const backend = backendOver(() => Promise.resolve(Response.json({ errors: ["a.B: <b>busy</b>\n\tat x"] }, { status: 500 })));
  renderWithBackend(<FailureCounter />, backend);
  const fail = (): Promise<unknown> => backend.client.call("overview", {}, {}).catch(() => undefined);
  return { user: userEvent.setup(), fail };
}

test("[F11] failed calls are counted, and nothing is shown before the first", async () => {
  const { fail } = show();
  expect(screen.queryByRole("button")).toBeNull();
  await fail();
  expect(await screen.findByRole("button", { name: "1 error" })).toBeDefined();
  await fail();
  expect(await screen.findByRole("button", { name: "2 errors" })).toBeDefined();
});

test("[F12] the list has each error with its time, call, words and reply as text, and can be cleared", async () => {
  const { user, fail } = show();
  await fail();
  await fail();
  await user.click(await screen.findByRole("button", { name: "2 errors" }));
  const dialog = await screen.findByRole("dialog", { name: "Errors of test cluster" });
  const [entry, ...others] = within(within(dialog).getByRole("list", { name: "Errors" })).getAllByRole("listitem");
  expect(others).toEqual([]);
  expect(entry?.textContent).toMatch(
    /^\d\d:\d\d:\d\d, 2 times since \d\d:\d\d:\d\dGET \/overview failed on test cluster with status 500: <b>busy<\/b>/,
  );
  expect(within(dialog).getByText(/at x/).textContent).toBe("a.B: <b>busy</b>\n\tat x");
  expect(document.querySelector("b")).toBeNull();
  await user.click(within(dialog).getByRole("button", { name: "Clear" }));
  expect(within(dialog).getByText("No call has failed since the list was cleared.")).toBeDefined();
  await user.click(within(dialog).getByRole("button", { name: "Close" }));
  await waitFor(() => expect(screen.queryByRole("button")).toBeNull());
});
