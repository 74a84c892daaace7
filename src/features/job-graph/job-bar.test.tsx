import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { CopyId } from "./job-bar.tsx";

it("[F51] copies a job id so that a pasted line break runs nothing", async () => {
  const user = userEvent.setup();
  render(<CopyId id={"abc\nrm -rf ~"} />);
  await user.click(screen.getByRole("button", { name: /^Job ID/ }));
  expect(await navigator.clipboard.readText()).toBe("$'abc\\012rm -rf ~'");
});
