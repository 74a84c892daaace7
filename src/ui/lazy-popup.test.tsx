import { cleanup, render, screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { type ComponentType, useCallback, useState } from "react";
import { afterEach, expect, test, vi } from "vitest";

import { lazyPopup } from "./lazy-popup.tsx";

afterEach(cleanup);

type PopupProps = { onClose: () => void };

function Popup({ onClose }: PopupProps) {
  return <button onClick={onClose}>close</button>;
}

function Example({ Lazy }: { Lazy: ComponentType<PopupProps> }) {
  const [isOpen, setIsOpen] = useState(false);
  const close = useCallback(() => setIsOpen(false), []);
  return (
    <>
      <button aria-expanded={isOpen} onClick={() => setIsOpen(true)}>
        open
      </button>
      {isOpen && <Lazy onClose={close} />}
    </>
  );
}

test("a popup whose code cannot be loaded closes, and the next opening loads it", async () => {
  const user = userEvent.setup();
  const load = vi.fn<() => Promise<ComponentType<PopupProps>>>();
  load.mockRejectedValueOnce(new TypeError("Failed to fetch dynamically imported module"));
  load.mockResolvedValue(Popup);
  render(<Example Lazy={lazyPopup(load)} />);
  const opener = screen.getByRole("button", { name: "open" });
  await user.click(opener);
  await waitFor(() => expect(opener.getAttribute("aria-expanded")).toBe("false"));
  await user.click(opener);
  await user.click(await screen.findByRole("button", { name: "close" }));
  await user.click(opener);
  expect(screen.getByRole("button", { name: "close" })).toBeDefined();
  expect(load).toHaveBeenCalledTimes(2);
});
