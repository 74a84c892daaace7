import { cleanup, render, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, test } from "vitest";

import { BarContent, BarSlotContext } from "./bar-slot.tsx";
import { CopyLine } from "./copy-line.tsx";
import { ErrorState } from "./empty-and-error-state.tsx";
import { LineView } from "./line-view.tsx";
import { SelectField } from "./select-field.tsx";

afterEach(cleanup);

const HOSTILE = "a\u202eb\u009b31m\u200ec\u0007";
const VISIBLE = "a⟨U+202E⟩b⟨U+009B⟩31m⟨U+200E⟩c␇";

test("no part of the page shows or uses invisible characters of a cluster's text", async () => {
  const bar = document.createElement("div");
  document.body.append(bar);
  render(
    <BarSlotContext value={bar}>
      <BarContent title={HOSTILE} />
      <CopyLine text={HOSTILE} label="the line" />
      <ErrorState words={HOSTILE} />
      <LineView label={HOSTILE} lines={[{ number: 1, text: HOSTILE, tone: undefined }]} />
      <SelectField label="JAR" options={[{ value: HOSTILE, label: HOSTILE }]} value={HOSTILE} onChange={() => undefined} />
    </BarSlotContext>,
  );
  expect(screen.getByRole("heading").textContent).toBe(VISIBLE);
  expect(screen.getByRole("heading").title).toBe(VISIBLE);
  expect(screen.getByRole("alert").textContent).toContain(VISIBLE);
  expect(screen.getByRole("region", { name: VISIBLE }).textContent).toContain(VISIBLE);
  expect(screen.getByRole("combobox", { name: "JAR" }).textContent).toBe(VISIBLE);
  await userEvent.setup().click(screen.getByRole("combobox", { name: "JAR" }));
  expect((await screen.findByRole("option")).textContent).toBe(VISIBLE);
  expect(document.querySelector("code")?.parentElement?.title).toBe(VISIBLE);
  for (const unseen of ["\u0007", "\u009b", "\u200e", "\u202e"]) expect(document.body.textContent).not.toContain(unseen);
  bar.remove();
});
