import { expect, it } from "vitest";
import { styleFigures, styleFindings } from "./style-findings.ts";

const GRAPH = {
  path: "src/features/job-graph/job-graph.css",
  text: `/* .comment { } */
@layer components {
  .card,
  .card.selected > a[href="x.html"]:hover {
    color: red;
    @media (width < 30.5em) {
      &.small { margin: .5em; }
    }
  }
}
@keyframes flow { 12.5% { opacity: 0 } }
`,
};

it("counts lines outside the theme variables, and class names in selectors", () => {
  const tokens = { path: "src/app/tokens.css", text: ":root {\n  color: red;\n}\n" };
  const { lines, folders } = styleFigures([GRAPH, tokens]);
  expect(lines).toBe(11);
  expect([...folders.keys()]).toEqual(["card", "selected", "small"]);
});

it("allows each class name in one folder, and as many lines as the limit", () => {
  const neighbour = { path: "src/features/job-graph/edges.css", text: ".card { color: red; }\n" };
  expect(styleFindings([GRAPH, neighbour], 12)).toEqual([]);
});

it("finds too many lines, @apply, and a class name with rules in two folders", () => {
  const other = { path: "src/ui/ui.css", text: ".card { @apply p-4; }\n" };
  expect(styleFindings([GRAPH, other], 11)).toEqual([
    "src/ has 12 lines of CSS, and at most 11 are allowed. Use utilities.",
    "src/ui/ui.css uses @apply. Put the utilities on the element.",
    ".card has rules in src/features/job-graph and src/ui. Each class belongs to one folder.",
  ]);
});
