import { cva } from "class-variance-authority";
import type { ReactNode } from "react";

import { visibleText } from "../base/visible-text.ts";
import { Hint } from "./hint.tsx";
import { KeyValue } from "./key-values.tsx";
import { SectionHead } from "./section-head.tsx";

/** One of {@link Settings}. */
export type Setting = {
  name: string;
  value: string;
  /** The option of Flink's configuration, for a hint on the name. */
  option?: string;
};

const listClass = cva("grid gap-x-6 px-4 pb-4 text-dense/6", {
  variants: {
    columns: {
      narrow: "grid-cols-[repeat(auto-fill,minmax(250px,1fr))]",
      wide: "grid-cols-[repeat(auto-fill,minmax(290px,1fr))]",
    },
  },
});

/** The section "Configuration" of a page: names and values in as many columns as there is room for. */
export function Settings({
  label,
  settings,
  columns,
}: {
  /** Names the section for a screen reader. */
  label: string;
  settings: readonly Setting[];
  /** At least 250 or 290 px. */
  columns: "narrow" | "wide";
}): ReactNode {
  return (
    <section aria-label={label}>
      <SectionHead title="Configuration" />
      <dl className={listClass({ columns })}>
        {settings.map(({ name, value, option }) => (
          <div key={name} className="flex min-w-0 justify-between gap-2">
            <KeyValue name={option === undefined ? name : <Hint text={option}>{name}</Hint>} title={visibleText(value)}>
              {visibleText(value)}
            </KeyValue>
          </div>
        ))}
      </dl>
    </section>
  );
}
