import { cleanup, render, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";

import { Button } from "./button.tsx";
import { Switch } from "./switch.tsx";

afterEach(cleanup);

test("a disabled button is reachable by keyboard, does nothing, and says why", async () => {
  const user = userEvent.setup();
  const onPress = vi.fn<() => void>();
  render(
    <Button onPress={onPress} disabledReason="The job has ended.">
      Cancel
    </Button>,
  );
  await user.tab();
  await user.keyboard("{Enter}");
  expect(onPress).not.toHaveBeenCalled();
  const button = await screen.findByRole("button", { name: "Cancel", description: "The job has ended." });
  expect(button.getAttribute("aria-disabled")).toBe("true");
});

test("a switch requests the other state and keeps showing the given one", async () => {
  const user = userEvent.setup();
  const onToggle = vi.fn<(isOn: boolean) => void>();
  render(<Switch isOn label="taskmanager-1: running" onToggle={onToggle} />);
  await user.click(screen.getByRole("switch", { name: "taskmanager-1: running", checked: true }));
  expect(onToggle).toHaveBeenCalledExactlyOnceWith(false);
  expect(screen.getByRole("switch", { checked: true })).toBeDefined();
});

test("a disabled switch says why and does nothing", async () => {
  const user = userEvent.setup();
  const onToggle = vi.fn<(isOn: boolean) => void>();
  render(<Switch isOn label="kafka: running" onToggle={onToggle} disabledReason="kafka cannot be restarted yet." />);
  await user.click(screen.getByRole("switch"));
  expect(onToggle).not.toHaveBeenCalled();
  expect((await screen.findByRole("tooltip")).textContent).toBe("kafka cannot be restarted yet.");
});
