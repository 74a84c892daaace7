import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";

import { countScale } from "./axis-scale.ts";
import { Marks, Stems, Steps } from "./chart-marks.tsx";
import { Chart, type ChartPlot, chartHeight } from "./chart.tsx";

type Row = { readonly x: number; readonly value: number; readonly word: string };

const ROWS: readonly Row[] = [
  { x: 0, value: 4, word: "first" },
  { x: 5, value: 9, word: "second" },
  { x: 10, value: 2, word: "third" },
];
const UPPER: ChartPlot = { id: "upper", title: "Upper", heightPx: 80, lanePx: 20, scale: countScale(9), format: (value) => `${value} u` };
const LOWER: ChartPlot = { id: "lower", title: "Lower", heightPx: 40, scale: countScale(20), format: (value) => `${value} l` };

afterEach(cleanup);

function show(rows: readonly Row[] = ROWS, onPress?: (row: Row) => void) {
  render(
    <Chart
      label="Words over numbers"
      widthPx={400}
      rows={rows}
      xOf={xOf}
      xAxis={{ from: 0, to: 10, ticks: [0, 10], format: (x) => `at ${x}` }}
      plots={[UPPER, LOWER]}
      tooltip={(row) => row.word}
      {...(onPress === undefined ? {} : { onPress })}
    >
      <Stems plotId="lower" points={rows.map(({ x, value: y }) => ({ x, y }))} className="stems" widthPx={1} />
      <Marks plotId="upper" shape="dot" points={rows.map(({ x, value: y }) => ({ x, y }))} className="marks" />
    </Chart>,
  );
  return screen.getByRole("application", { name: "Words over numbers" });
}

function xOf({ x }: Row): number {
  return x;
}

it("has a name, titles and axis labels with units", () => {
  const chart = show();
  const texts = [...chart.querySelectorAll("text")].map(({ textContent }) => textContent);
  expect(texts.toSorted()).toEqual(["0 l", "0 u", "10 l", "10 u", "20 l", "5 u", "Lower", "Upper", "at 0", "at 10"].toSorted());
  expect(chart.getAttribute("aria-roledescription")).toBe("chart");
});

it("places the plots one below the other, with their marks on their axes", () => {
  const chart = show();
  expect(chart.getAttribute("height")).toBe(String(chartHeight([UPPER, LOWER])));
  const [mark] = /M[\d.]+ [\d.]+/.exec(chart.querySelector(".marks")?.getAttribute("d") ?? "") ?? [];
  // 4 of 10 in the upper plot: 60 % of its 80 px below its top at 26 px.
  expect(mark).toBe(`M56 ${26 + 48}`);
  // From 0 of the lower plot, 40 px below its top at 156 px, up to 4 of 20.
  expect(chart.querySelector(".stems")?.getAttribute("d")).toMatch(/^M60 196V188/);
});

it("draws all marks as one element", () => {
  const many = Array.from({ length: 500 }, (_, index) => ({ x: index / 50, value: index % 10, word: "" }));
  const chart = show(many);
  expect(chart.querySelectorAll(".marks, .stems")).toHaveLength(2);
  expect(chart.querySelectorAll("*").length).toBeLessThan(120);
});

it("moves by arrow keys, shows the tooltip of the row, and Enter presses it", () => {
  const onPress = vi.fn<(row: Row) => void>();
  const chart = show(ROWS, onPress);
  chart.focus();
  fireEvent.focus(chart);
  fireEvent.keyDown(chart, { key: "ArrowRight" });
  expect(screen.getByRole("status").textContent).toBe("second");
  fireEvent.keyDown(chart, { key: "ArrowRight" });
  expect(screen.getByRole("status").textContent).toBe("third");
  fireEvent.keyDown(chart, { key: "ArrowRight" });
  expect(screen.getByRole("status").textContent).toBe("third");
  fireEvent.keyDown(chart, { key: "ArrowLeft" });
  fireEvent.keyDown(chart, { key: "Enter" });
  expect(onPress.mock.calls).toEqual([[ROWS[1]]]);
  expect(screen.getByRole("status").textContent).toBe("second");
});

it("does not press a row before one is active", () => {
  const onPress = vi.fn<(row: Row) => void>();
  const chart = show([], onPress);
  fireEvent.keyDown(chart, { key: "Enter" });
  expect(onPress).not.toHaveBeenCalled();
});

it("adds no style element, which the Content-Security-Policy would block", () => {
  const chart = show();
  fireEvent.keyDown(chart, { key: "ArrowRight" });
  expect(document.querySelectorAll("style")).toHaveLength(0);
});

it("keeps a level until the next point and interrupts the line where there is none", () => {
  render(
    <Chart
      label="Steps"
      widthPx={400}
      rows={ROWS}
      xOf={xOf}
      xAxis={{ from: 0, to: 20, ticks: [], format: String }}
      plots={[UPPER]}
      tooltip={(row) => row.word}
    >
      <Steps
        plotId="upper"
        to={20}
        points={[
          { x: 0, y: 10 },
          { x: 5, y: 0 },
          { x: 10, y: null },
          { x: 15, y: 5 },
        ]}
        className="steps"
      />
    </Chart>,
  );
  // 81 px for each 5, from 60 on; 0 is at 106 px and 10 at 26 px.
  expect(document.querySelector(".steps")?.getAttribute("d")).toBe("M60 26H141V106H222M303 66H384");
});
