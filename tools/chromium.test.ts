import { describe, expect, it } from "vitest";
import { installPlan } from "./chromium.mjs";

const has =
  (...commands: string[]) =>
  (command: string): boolean =>
    commands.includes(command);

describe("the plan to install Chromium", () => {
  it("runs the system's package manager as it is for root", () => {
    expect(installPlan({ isRoot: true, hasCommand: has("apt-get"), maySudo: () => false })).toEqual({
      steps: ["apt-get update", "apt-get install -y --no-install-recommends chromium"],
      allowed: true,
    });
  });

  it("goes through sudo for others, and only where sudo asks no password", () => {
    const steps = ["sudo dnf install -y chromium"];
    expect(installPlan({ isRoot: false, hasCommand: has("dnf"), maySudo: () => true })).toEqual({ steps, allowed: true });
    expect(installPlan({ isRoot: false, hasCommand: has("dnf"), maySudo: () => false })).toEqual({ steps, allowed: false });
  });

  it("is none on a system whose package manager it does not know", () => {
    expect(installPlan({ isRoot: true, hasCommand: has("brew"), maySudo: () => true })).toBeUndefined();
  });
});
