import { cleanup, render, screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";

import { Button } from "./button.tsx";
import { Check } from "./check.tsx";
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

const STOP = { title: "Stop", text: "Takes a savepoint and then ends the job." };

test("an action says what it does on hover and keyboard focus, and a press closes the hint", async () => {
  const user = userEvent.setup();
  const onPress = vi.fn<() => void>();
  render(
    <Button hint={STOP} onPress={onPress}>
      Stop
    </Button>,
  );
  await user.hover(screen.getByRole("button"));
  expect((await screen.findByRole("tooltip")).textContent).toBe(`${STOP.title}${STOP.text}`);
  await user.click(screen.getByRole("button"));
  await waitFor(() => expect(screen.queryByRole("tooltip")).toBeNull());
  expect(onPress).toHaveBeenCalledOnce();
  await user.unhover(screen.getByRole("button"));
  await user.tab();
  await user.tab();
  await screen.findByRole("button", { name: "Stop", description: `${STOP.title} ${STOP.text}` });
});

test("a tap performs an action without showing its hint", async () => {
  const user = userEvent.setup();
  const onPress = vi.fn<() => void>();
  render(
    <Button hint={STOP} onPress={onPress}>
      Stop
    </Button>,
  );
  await user.pointer({ keys: "[TouchA]", target: screen.getByRole("button") });
  expect(onPress).toHaveBeenCalledOnce();
  expect(screen.queryByRole("tooltip")).toBeNull();
  expect(screen.getByRole("button").getAttribute("aria-describedby")).toBeNull();
});

test("a disabled action says what it does and why it is disabled", async () => {
  const user = userEvent.setup();
  const onPress = vi.fn<() => void>();
  render(
    <Button hint={STOP} disabledReason="The job is RESTARTING." onPress={onPress}>
      Stop
    </Button>,
  );
  await user.pointer({ keys: "[TouchA]", target: screen.getByRole("button") });
  expect((await screen.findByRole("tooltip")).textContent).toBe(`${STOP.title}${STOP.text}The job is RESTARTING.`);
  expect(onPress).not.toHaveBeenCalled();
});

test("a disabled checkbox is reachable by keyboard, keeps its state and says why", async () => {
  const user = userEvent.setup();
  const onToggle = vi.fn<(isOn: boolean) => void>();
  render(<Check isOn label="Drain" disabledReason="The job is being stopped." onToggle={onToggle} />);
  await user.tab();
  await user.keyboard(" ");
  expect(onToggle).not.toHaveBeenCalled();
  const check = await screen.findByRole("checkbox", { name: "Drain", description: "The job is being stopped.", checked: true });
  expect(check.getAttribute("aria-disabled")).toBe("true");
});
