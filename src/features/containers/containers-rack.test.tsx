import { cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, test } from "vitest";

import { FakePlayground } from "../../testing/fake-playground.ts";
import { backendOver, recordedTransport, renderWithBackend } from "../../testing/recorded-backend.tsx";
import { ContainersRack } from "./containers-rack.tsx";

const JOB = "f4d5b097a90a7d463e51caafbe30028a";

afterEach(cleanup);

function renderRack(playground = new FakePlayground(), onReset?: () => void): FakePlayground {
  renderWithBackend(
    <ContainersRack jobId={JOB} onReset={onReset} />,
    backendOver(playground.over(recordedTransport("02-running")), { hasPlayground: true }),
  );
  return playground;
}

test("each container shows its activity, and the TaskManager's slots their subtasks", async () => {
  renderRack();
  const slots = await screen.findByRole("list", { name: "Slots of taskmanager-1" });
  await waitFor(() => expect(slots.textContent).toBe("slot 0SourceCounterSinkslot 1SourceCounterSink"));
  expect(screen.getByRole("listitem", { name: "kafka" }).textContent).toContain("2 topics, 0 of 72 MiB");
  expect(await screen.findByRole("slider", { name: "Records per second" })).toBeDefined();
  expect(screen.getByText("400 records/s")).toBeDefined();
});

test("the slots of a container are one tab stop, and the arrow keys read the tasks of each slot in full", async () => {
  const user = userEvent.setup();
  renderRack();
  const slots = await screen.findByRole("list", { name: "Slots of taskmanager-1" });
  await waitFor(() => expect(slots.textContent).toContain("Sink"));
  const [first, second] = within(slots).getAllByRole("button");
  await user.tab();
  while (document.activeElement !== first && document.activeElement !== document.body) await user.tab();
  expect(document.activeElement).toBe(first);
  const hint = await screen.findByRole("tooltip");
  expect(hint.textContent).toMatch(/^Slot 0.*ClickEvent Counter \(1\/2\): RUNNING; .*Sink/);
  await user.keyboard("{ArrowRight}");
  expect(document.activeElement).toBe(second);
  await waitFor(() => expect(screen.getByRole("tooltip").textContent).toMatch(/^Slot 1.*ClickEvent Counter \(2\/2\): RUNNING; /));
  await user.keyboard("{ArrowRight}{Home}");
  expect(document.activeElement).toBe(first);
  await user.keyboard("{End}");
  expect(document.activeElement).toBe(second);
  await user.tab();
  expect(slots.contains(document.activeElement)).toBe(false);
  await user.tab({ shift: true });
  expect(document.activeElement).toBe(second);
});

test("a tap on a slot shows its tasks in full", async () => {
  const user = userEvent.setup();
  renderRack();
  const slots = await screen.findByRole("list", { name: "Slots of taskmanager-1" });
  await waitFor(() => expect(slots.textContent).toContain("Sink"));
  await user.pointer({ keys: "[TouchA]", target: within(slots).getAllByText("Counter")[0] ?? slots });
  expect((await screen.findByRole("tooltip")).textContent).toMatch(/^Slot 0.*ClickEvent Counter \(1\/2\): RUNNING; /);
});

test("the slider shows the chosen pace until the generator has answered", async () => {
  const playground = new FakePlayground();
  const cluster = playground.over(recordedTransport("02-running"));
  let answer: (() => void) | undefined;
  const asked = new Promise<void>((resolve) => {
    renderWithBackend(
      <ContainersRack jobId={JOB} />,
      backendOver(
        async (request) => {
          if (request.method !== "PATCH") return cluster(request);
          resolve();
          await new Promise<void>((done) => (answer = done));
          playground.generator = { ...playground.generator, recordsPerSecond: 4000 };
          return cluster(request);
        },
        { hasPlayground: true },
      ),
    );
  });
  const slider = await screen.findByRole<HTMLInputElement>("slider", { name: "Records per second" });
  const shown: string[] = [];
  new MutationObserver(() => shown.push(slider.getAttribute("aria-valuetext") ?? "")).observe(slider, {
    attributeFilter: ["aria-valuetext"],
  });
  fireEvent.change(slider, { target: { value: "8" } });
  await asked;
  await waitFor(() => expect(answer).toBeDefined());
  expect(slider.getAttribute("aria-valuetext")).toBe("4,000 records/s");
  answer?.();
  await waitFor(() => expect(playground.asked).toEqual(['PATCH /playground/generator {"recordsPerSecond":4000}']));
  await waitFor(() => expect(playground.generator.recordsPerSecond).toBe(4000));
  await screen.findByText("4,000 records/s");
  expect(new Set(shown)).toEqual(new Set(["4,000 records/s"]));
});

/** The rack over a cluster that refuses calls whose path ends with `path`. */
function renderRackWithout(path: RegExp): void {
  const transport = new FakePlayground().over(recordedTransport("02-running"));
  renderWithBackend(
    <ContainersRack jobId={JOB} />,
    backendOver(
      (request) =>
        path.test(new URL(request.url).pathname)
          ? Promise.resolve(Response.json({ errors: ["Timeout in the ResourceManager."] }, { status: 500 }))
          : transport(request),
      { hasPlayground: true },
    ),
  );
}

test.each([
  [
    "the list of TaskManagers",
    /^\/taskmanagers$/,
    "registration not known",
    "The registered TaskManagers are unknown. GET /taskmanagers failed",
  ],
  ["one vertex", /\/vertices\/[0-9a-f]+$/, "slot 0, tasks not known", "The tasks in the slots are unknown. GET /jobs/"],
  ["the job", new RegExp(`/jobs/${JOB}$`), "slot 0, tasks not known", "The tasks in the slots are unknown. GET /jobs/"],
])("the values of %s are unknown with a reason when that call fails", async (_, path, words, reason) => {
  renderRackWithout(path);
  const box = await screen.findByRole("listitem", { name: "taskmanager-1" });
  await waitFor(() => expect(box.textContent).toContain(words));
  expect(box.textContent).not.toMatch(/free|not registered/);
  await waitFor(() => expect(screen.getAllByRole("note").map(({ textContent }) => textContent)).toEqual([expect.stringContaining(reason)]));
});

test("only restartable containers have a switch", async () => {
  renderRack();
  expect((await screen.findAllByRole("switch")).map((one) => one.getAttribute("aria-label"))).toEqual(["taskmanager-1"]);
});

test("the switch kills, the screen shows the cluster's report, and the slots are lost", async () => {
  const user = userEvent.setup();
  const playground = renderRack();
  await screen.findByRole("list", { name: "Slots of taskmanager-1" });
  await user.click(await screen.findByRole("switch", { name: "taskmanager-1", checked: true }));
  const off = await screen.findByRole("switch", { name: "taskmanager-1", checked: false });
  expect(off.getAttribute("aria-checked")).toBe("false");
  const box = screen.getByRole("listitem", { name: "taskmanager-1" });
  expect(box.textContent).toMatch(/killed [\d.]+ \w+ agoexitedslot 0, lostslot 1, lost/);
  off.focus();
  await user.keyboard(" ");
  await screen.findByRole("switch", { name: "taskmanager-1", checked: true });
  expect(playground.asked).toEqual(["POST /playground/containers/taskmanager-1/kill", "POST /playground/containers/taskmanager-1/start"]);
});

test("the cluster's refusal is shown at its container", async () => {
  const user = userEvent.setup();
  const playground = new FakePlayground();
  playground.refuse = (path) =>
    path.endsWith("/kill") ? Response.json({ errors: ["Conflict: container taskmanager-1 is not running"] }, { status: 409 }) : undefined;
  renderRack(playground);
  await user.click(await screen.findByRole("switch", { name: "taskmanager-1", checked: true }));
  const box = screen.getByRole("listitem", { name: "taskmanager-1" });
  expect((await within(box).findByRole("alert")).textContent).toContain("container taskmanager-1 is not running");
});

test("adding and removing TaskManagers counts the running ones", async () => {
  const user = userEvent.setup();
  const playground = renderRack();
  await user.click(await screen.findByRole("button", { name: "Add TaskManager" }));
  await waitFor(() => expect(playground.asked).toEqual(['PUT /playground/services/taskmanager/scale {"replicas":2}']));
  const remove = screen.getByRole("button", { name: "Remove a TaskManager" });
  await waitFor(() => expect(remove.getAttribute("aria-disabled")).toBeNull());
  await user.click(remove);
  await waitFor(() => expect(playground.asked.at(-1)).toBe('PUT /playground/services/taskmanager/scale {"replicas":0}'));
});

test("while a request is in progress nothing is sent a second time", async () => {
  const user = userEvent.setup();
  const playground = new FakePlayground();
  const answer = Promise.withResolvers<Response>();
  const transport = playground.over(recordedTransport("02-running"));
  renderWithBackend(
    <ContainersRack jobId={JOB} />,
    backendOver((request) => (request.url.endsWith("/kill") ? transport(request).then(() => answer.promise) : transport(request)), {
      hasPlayground: true,
    }),
  );
  const kill = await screen.findByRole("switch", { name: "taskmanager-1", checked: true });
  await user.click(kill);
  await waitFor(() => expect(screen.getByRole("switch").getAttribute("aria-disabled")).toBe("true"));
  await user.click(screen.getByRole("switch"));
  expect(playground.asked).toHaveLength(1);
  answer.resolve(Response.json({}, { status: 202 }));
  await screen.findByRole("switch", { name: "taskmanager-1", checked: false });
});

test("reset asks first and lists what it deletes", async () => {
  const user = userEvent.setup();
  let resets = 0;
  const playground = renderRack(new FakePlayground(), () => resets++);
  await user.click(await screen.findByRole("button", { name: "Reset the playground" }));
  const dialog = await screen.findByRole("dialog", { name: "Reset the playground" });
  await waitFor(() => expect(dialog.textContent).toContain("topic input with 400 records"));
  await user.click(within(dialog).getByRole("button", { name: "Cancel" }));
  expect(playground.asked).toEqual([]);
  await user.click(screen.getByRole("button", { name: "Reset the playground" }));
  await user.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Reset the playground" }));
  await waitFor(() => expect(resets).toBe(1));
  expect(playground.asked).toEqual(["POST /playground/reset"]);
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("[ST22] a generator that waits says why", async () => {
  const playground = new FakePlayground();
  const waitingReason = "Topic input is full (640 of 640 bytes): job 0af3 may still read what is stored.";
  playground.generator.waiting = true;
  playground.generator.waitingReason = waitingReason;
  playground.generator.recordsPerSecond = null;
  renderRack(playground);
  expect(await screen.findByText("as fast as possible")).toBeDefined();
  expect(screen.getByText(`Waiting: ${waitingReason}`)).toBeDefined();
});

test("a backend that cannot restart containers has no switch and no buttons", async () => {
  const playground = new FakePlayground();
  playground.playground = { backend: "flink", restartable: [], scalable: [], faults: [], reset: false };
  renderRack(playground);
  expect(await screen.findByText("taskmanager-1")).toBeDefined();
  await waitFor(() => expect(screen.getByRole("list", { name: "Slots of taskmanager-1" })).toBeDefined());
  expect(screen.queryByRole("switch")).toBeNull();
  // The words that say why, and the slots that tell their tasks, do nothing else when they are pressed.
  const slots = screen.getByRole("list", { name: "Slots of taskmanager-1" });
  const buttons = screen.getAllByRole("button").filter((button) => !slots.contains(button));
  expect(new Set(buttons.map(({ textContent }) => textContent))).toEqual(new Set(["running"]));
});
