import { cleanup, render, screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, test } from "vitest";

import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { Hint } from "./hint.tsx";

afterEach(cleanup);

const BUSY = { title: "Busy", text: "Share of the last minute in which the task processed records." };
const WORDS = `${BUSY.title}${BUSY.text}`;

function Terms() {
  return (
    <>
      <Hint {...BUSY}>Busy</Hint>
      <Hint text="Share of the last minute in which the task had no input.">Idle</Hint>
      <p>elsewhere</p>
    </>
  );
}

const busy = () => screen.getByRole("button", { name: "Busy" });

async function expectNoHint(): Promise<void> {
  await waitFor(() => expect(screen.queryByRole("tooltip")).toBeNull());
}

test("a term explains itself while the mouse is over it, and the hint itself can be entered", async () => {
  const user = userEvent.setup();
  render(<Terms />);
  await user.hover(busy());
  const hint = await screen.findByRole("tooltip");
  expect(hint.textContent).toBe(WORDS);
  expect(screen.getByRole("button", { description: `${BUSY.title} ${BUSY.text}` })).toBe(busy());
  await user.hover(hint);
  expect(screen.getByRole("tooltip")).toBe(hint);
  await user.hover(screen.getByText("elsewhere"));
  await expectNoHint();
});

test("a term explains itself on keyboard focus, until the focus moves on", async () => {
  const user = userEvent.setup();
  render(<Terms />);
  await user.tab();
  expect((await screen.findByRole("tooltip")).textContent).toBe(WORDS);
  await user.hover(screen.getByText("elsewhere"));
  expect(screen.getByRole("tooltip").textContent).toBe(WORDS);
  await user.tab();
  await waitFor(() => expect(screen.getByRole("tooltip").textContent).toMatch(/no input/));
});

test("Escape closes the hint and leaves the focus where it is", async () => {
  const user = userEvent.setup();
  render(<Terms />);
  await user.tab();
  await screen.findByRole("tooltip");
  await user.keyboard("{Escape}");
  await expectNoHint();
  expect(document.activeElement).toBe(busy());
  await user.keyboard("{Enter}");
  expect((await screen.findByRole("tooltip")).textContent).toBe(WORDS);
});

test("a tap opens the hint, and a tap elsewhere closes it", async () => {
  const user = userEvent.setup();
  render(<Terms />);
  await user.pointer({ keys: "[TouchA]", target: busy() });
  expect((await screen.findByRole("tooltip")).textContent).toBe(WORDS);
  await user.pointer({ keys: "[TouchA]", target: screen.getByText("elsewhere") });
  await expectNoHint();
});

test("a press on words that cannot take the focus keeps the hint open, although a box around them gets the focus", async () => {
  const user = userEvent.setup();
  render(
    <main tabIndex={-1}>
      <Hint {...BUSY} isFocusable={false}>
        Busy
      </Hint>
    </main>,
  );
  const words = screen.getByText("Busy");
  await user.hover(words);
  await screen.findByRole("tooltip");
  await user.click(words);
  expect(document.activeElement).toBe(screen.getByRole("main"));
  expect(screen.getByRole("tooltip").textContent).toBe(WORDS);
});

test("a tap on a button that is disabled says why", async () => {
  const user = userEvent.setup();
  render(
    <Button onPress={() => undefined} disabledReason="The job has ended.">
      Cancel
    </Button>,
  );
  await user.pointer({ keys: "[TouchA]", target: screen.getByRole("button", { name: "Cancel" }) });
  expect((await screen.findByRole("tooltip")).textContent).toBe("The job has ended.");
});

test("one hint is open at a time", async () => {
  const user = userEvent.setup();
  render(<Terms />);
  await user.tab();
  await screen.findByRole("tooltip");
  await user.hover(screen.getByRole("button", { name: "Idle" }));
  await waitFor(() => expect(screen.getAllByRole("tooltip").map((hint) => hint.textContent)).toEqual([expect.stringMatching(/no input/)]));
});

test("in a modal dialog the hint is part of the dialog, above which nothing else can be seen", async () => {
  const user = userEvent.setup();
  render(
    <Dialog title="Cancel" onClose={() => undefined}>
      <Terms />
    </Dialog>,
  );
  await user.hover(busy());
  expect(screen.getByRole("dialog").contains(await screen.findByRole("tooltip"))).toBe(true);
});
