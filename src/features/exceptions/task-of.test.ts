import { expect, it } from "vitest";

import { taskOf } from "./exceptions-model.ts";

it("reads vertex and subtask out of a task's name", () => {
  expect(taskOf("ClickEvent Counter (1/2) - execution #0")).toEqual({ vertexName: "ClickEvent Counter", subtask: 0 });
  expect(taskOf("Map (a/b) (12/16)")).toEqual({ vertexName: "Map (a/b)", subtask: 11 });
  expect(taskOf("The job as a whole")).toBeUndefined();
});
