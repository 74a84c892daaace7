import { expect, it } from "vitest";

import { urlPart } from "../base/url-part.ts";
import { addressParts } from "./address-parts.ts";

it.each(["tm1", "host:6122-a/b", "a%2Fb", "%252F", "100%", "ä b?#"])("reads the id %j that a link contains", (id) => {
  expect(addressParts(`/task-manager/${urlPart(id)}/metrics`)).toEqual(["task-manager", id, "metrics"]);
});

it("keeps what is not properly encoded", () => {
  expect(addressParts("/job-manager/log/100%")).toEqual(["job-manager", "log", "100%"]);
});
