import { cleanup, render, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";

import { QueryRegion, type RegionQuery, staleSince } from "./query-region.tsx";

afterEach(cleanup);

class ReplyError extends Error {
  readonly reply = '{"errors":["Job not found","<b>at org.apache</b>"]}';
}

const QUERY: RegionQuery<string> = { data: undefined, error: null, dataUpdatedAt: 0, refetch: vi.fn<() => void>() };

function renderRegion(query: Partial<RegionQuery<string>>) {
  const all = { ...QUERY, refetch: vi.fn<() => void>(), ...query };
  render(
    <QueryRegion query={all} loading="loading">
      {(data) => <p>{data}</p>}
    </QueryRegion>,
  );
  return all;
}

test("it shows the placeholder at first, then the facts", () => {
  renderRegion({});
  expect(document.body.textContent).toBe("loading");
  cleanup();
  renderRegion({ data: "facts" });
  expect(document.body.textContent).toBe("facts");
});

test("[F14] an error shows its message, can be tried again, and shows the reply as text", async () => {
  const user = userEvent.setup();
  const query = renderRegion({ error: new ReplyError("Job not found.") });
  expect(screen.getByRole("alert").textContent).toContain("Job not found.");
  await user.click(screen.getByRole("button", { name: "Try again" }));
  expect(query.refetch).toHaveBeenCalledOnce();
  await user.click(screen.getByRole("button", { name: "Show the reply" }));
  expect(screen.getByRole("dialog").textContent).toContain("<b>at org.apache</b>");
  await user.click(screen.getByRole("button", { name: "Close" }));
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("old facts stay, greyed, when a later try fails", () => {
  const query = renderRegion({ data: "facts", error: new Error("gone"), dataUpdatedAt: 5000 });
  expect(document.querySelector(".greyed")?.textContent).toBe("facts");
  expect(staleSince(query)).toBe(5000);
});

test("facts without an error are not stale", () => {
  expect(staleSince({ ...QUERY, data: "facts", dataUpdatedAt: 5000 })).toBeUndefined();
});
