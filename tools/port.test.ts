import { createServer, type AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { UsageError, UserError } from "./command.mjs";
import { host, portFrom, requireFreePort } from "./port.mjs";

it("uses 8081 by default", () => {
  expect(portFrom([])).toBe(8081);
  expect(portFrom(["--port", "9000"])).toBe(9000);
  expect(portFrom(["--port=0"])).toBe(0);
});

it.each(
  [["--port", "80a"], ["--port", "-1"], ["--port", "65536"], ["--port", ""], ["--port"], ["--prot", "1"], ["8082"]].map((args) => ({
    args,
  })),
)("rejects $args as wrong usage", ({ args }) => {
  expect(() => portFrom(args)).toThrow(UsageError);
});

it("names the port that is in use", async () => {
  const other = createServer();
  await new Promise<void>((listening) => other.listen(0, host, listening));
  const { port } = other.address() as AddressInfo;
  await expect(requireFreePort(port)).rejects.toThrow(UserError);
  await expect(requireFreePort(port)).rejects.toThrow(`Port ${port} is in use`);
  await new Promise((closed) => other.close(closed));
  await expect(requireFreePort(port)).resolves.toBeUndefined();
});
