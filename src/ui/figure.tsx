import type { ReactNode } from "react";

import { Skeleton } from "./skeleton.tsx";

/** See {@link Figure}. */
export interface FigureProps {
  readonly title: string;
  /** Large; a dash where there is none. */
  readonly value: ReactNode;
  /** Beside the value. */
  readonly small?: ReactNode;
  readonly isLoading: boolean;
  /** A line below it, cut where it is too long. */
  readonly children: ReactNode;
}

/** A figure with its name and a line about it, one of a row with class `figures`. While it loads, its place. */
export function Figure({ title, value, small, isLoading, children }: FigureProps): ReactNode {
  return (
    <div>
      <h2>{title}</h2>
      <b>
        {isLoading ? <Skeleton width={40} height={18} /> : value === undefined ? <span className="none">–</span> : value}
        {small !== undefined && <small>{small}</small>}
      </b>
      <p className="cut" title={typeof children === "string" ? children : undefined}>
        {isLoading ? <Skeleton width={120} /> : children}
      </p>
    </div>
  );
}
