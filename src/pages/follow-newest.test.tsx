import { screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import type { ReactNode } from "react";
import { Route, Routes, useLocation } from "react-router";
import { expect, test, vi } from "vitest";

import { createDeferred } from "../base/deferred.ts";
import type { Transport } from "../client/transport.ts";
import { LONG_TEST_MS } from "../testing/limits.ts";
import { installPageFrame } from "../testing/page-frame.ts";
import { backendOver, recordedTransport, renderWithBackend } from "../testing/recorded-backend.tsx";
import { BarSlotContext } from "../ui/bar-slot.tsx";
import { JobPage } from "./job-page.tsx";

// Waits for refreshes of a whole page.
vi.setConfig({ testTimeout: LONG_TEST_MS });

const JOB = "f4d5b097a90a7d463e51caafbe30028a";

const frame = installPageFrame();

function Address(): ReactNode {
  return <output aria-label="address">{useLocation().search}</output>;
}

test("[F126] follows the newest checkpoint: its details stay open until those of the next are known", async () => {
  const user = userEvent.setup();
  const recorded = recordedTransport("02-running");
  let newest = 44;
  const detailsOf45 = createDeferred<undefined>();
  const transport: Transport = async (request) => {
    const { pathname } = new URL(request.url);
    if (pathname.includes("/checkpoints/details/45")) await detailsOf45.promise;
    const response = await recorded(request);
    if (pathname === "/config") return Response.json({ ...(await response.json()), "refresh-interval": 1000 });
    if (!pathname.endsWith("/checkpoints")) return response;
    const reply = await response.json();
    const history = reply.history.filter(({ id }: { id: number }) => id <= newest);
    return Response.json({ ...reply, latest: { ...reply.latest, completed: history[0] }, history });
  };
  renderWithBackend(
    <BarSlotContext value={frame.bar}>
      <Routes>
        <Route path="/job/running/:jid/*" element={<JobPage />} />
      </Routes>
      <Address />
    </BarSlotContext>,
    backendOver(transport),
    `/job/running/${JOB}/checkpoints`,
  );
  await user.click(await screen.findByRole("switch", { name: "Follow the newest checkpoint: off" }));
  const first = await screen.findByRole("complementary", { name: "Checkpoint 44" });
  expect(screen.getByLabelText("address").textContent).toBe("?checkpoint=newest");
  await within(first).findByRole("table", { name: "State by vertex" });

  newest = 45;
  // The history has it already, the details have not.
  const history = screen.getByRole("table", { name: "Checkpoints" });
  await within(history).findByRole("row", { name: /^45 / });
  const still = screen.getByRole("complementary", { name: "Checkpoint 44" });
  expect(within(still).getByRole("table", { name: "State by vertex" })).toBeDefined();

  detailsOf45.resolve(undefined);
  const next = await screen.findByRole("complementary", { name: "Checkpoint 45" });
  expect(within(next).getByRole("table", { name: "State by vertex" })).toBeDefined();

  await user.click(screen.getByRole("switch", { name: "Follow the newest checkpoint: on" }));
  await waitFor(() => expect(screen.getByLabelText("address").textContent).toBe("?checkpoint=45"));
});
