import { cleanup, render, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { useState } from "react";
import { afterEach, expect, test } from "vitest";

import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";

afterEach(cleanup);

function Example() {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button onPress={() => setOpen(true)}>Reset</Button>
      {isOpen && (
        <Dialog title="Reset the playground" onClose={() => setOpen(false)}>
          <Button onPress={() => setOpen(false)}>Cancel</Button>
        </Dialog>
      )}
    </>
  );
}

test("it is modal, carries its title as its name, and gives the focus back when it closes", async () => {
  const user = userEvent.setup();
  render(<Example />);
  const opener = screen.getByRole("button", { name: "Reset" });
  await user.click(opener);
  const dialog = screen.getByRole<HTMLDialogElement>("dialog", { name: "Reset the playground" });
  expect(dialog.open).toBe(true);
  await user.click(screen.getByRole("button", { name: "Cancel" }));
  expect(screen.queryByRole("dialog")).toBeNull();
  expect(document.activeElement).toBe(opener);
});

test("Escape closes it through its owner", async () => {
  const user = userEvent.setup();
  render(<Example />);
  await user.click(screen.getByRole("button", { name: "Reset" }));
  screen.getByRole("dialog").dispatchEvent(new Event("cancel", { cancelable: true }));
  await expect.poll(() => screen.queryByRole("dialog")).toBeNull();
});
