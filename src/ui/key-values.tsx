import { clsx } from "clsx";
import type { ReactNode } from "react";

import { CutText } from "./cut-text.tsx";

/** A few facts, their names left and their values right. Children are {@link KeyValue}s. */
export function KeyValues({ children, className }: { children: ReactNode; className?: string }): ReactNode {
  return <dl className={clsx("grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 text-dense", className)}>{children}</dl>;
}

/** See {@link KeyValue}. */
export type KeyValueProps = {
  name: ReactNode;
  children: ReactNode;
  /** The value in full, where it may be cut. */
  title?: string | undefined;
  /** Classes of the value. */
  className?: string | undefined;
};

/** One of {@link KeyValues}. */
export function KeyValue({ name, children, title, className }: KeyValueProps): ReactNode {
  return (
    <>
      <dt className="whitespace-nowrap text-fg-2">{name}</dt>
      <CutText as="dd" className={clsx("truncate text-right", className)} full={title}>
        {children}
      </CutText>
    </>
  );
}
