import type { ReactNode } from "react";

import { Skeleton } from "./skeleton.tsx";

/** See {@link Figure}. */
export interface FigureProps {
  readonly title: string;
  /** The large value; a dash if there is none. */
  readonly value: ReactNode;
  /** Text beside the value. */
  readonly small?: ReactNode;
  readonly isLoading: boolean;
  /** A line below the value, cut if it is too long. */
  readonly children: ReactNode;
}

/**
 * A figure with its name and a note, one of a row with class `figures`. A placeholder while it
 * loads.
 */
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
