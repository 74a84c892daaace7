import { expect, it } from "vitest";

import type { PageCommand } from "../ui/page-commands.ts";
import { findCommands, MOST_FOUND } from "./palette-search.ts";

const command = (group: string, label: string, more: Partial<PageCommand> = {}): PageCommand => ({
  id: `${group} ${label}`,
  group,
  label,
  run: () => undefined,
  ...more,
});
const labels = (commands: readonly PageCommand[], text: string): readonly string[] =>
  findCommands(commands, text).groups.flatMap((group) => group.commands.map(({ label }) => label));

it("finds entries that contain every word, in any order and case", () => {
  const commands = [command("Jobs", "Click Event Count"), command("Jobs", "Count clicks"), command("Jobs", "Other")];
  expect(labels(commands, "COUNT click")).toEqual(["Click Event Count", "Count clicks"]);
});

it("finds by id, after those whose label has the text", () => {
  const commands = [command("Jobs", "A", { keywords: "f4d5b097" }), command("Jobs", "my f4 job")];
  expect(labels(commands, "f4")).toEqual(["my f4 job", "A"]);
});

it("lists the group with the best match first", () => {
  expect(labels([command("Tabs", "My jobs"), command("Pages", "Jobs")], "jobs")).toEqual(["Jobs", "My jobs"]);
});

it("lists the start of each group while nothing is typed, and a bounded number afterwards", () => {
  const commands = [...Array.from({ length: 200 }, (_, index) => command("Jobs", `job ${index}`)), command("Pages", "Overview")];
  const before = findCommands(commands, " ");
  expect(before.groups.map(({ name }) => name)).toEqual(["Jobs", "Pages"]);
  expect(before.groups[0]?.commands.length).toBeLessThan(10);
  const after = findCommands(commands, "job");
  expect(after.groups[0]?.commands).toHaveLength(MOST_FOUND);
  expect(after.total).toBe(200);
});
