import type { ReactNode } from "react";

import { CutText } from "./cut-text.tsx";
import { Skeleton } from "./skeleton.tsx";

/** See {@link Figure}. */
export interface FigureProps {
  readonly title: string;
  /** The large value; a dash if there is none. */
  readonly value: ReactNode;
  /** Text beside the value. */
  readonly small?: ReactNode;
  readonly isLoading: boolean;
  /** A note below the value, of at most two lines. */
  readonly children: ReactNode;
  /** The note in full, where it is not just text. */
  readonly full?: string | undefined;
}

/** A figure with its name and a note, one of a row. A placeholder while it loads. */
export function Figure({ title, value, small, isLoading, children, full }: FigureProps): ReactNode {
  return (
    <div>
      <h2 className="text-dense text-fg-2">{title}</h2>
      <b className="flex min-h-6.5 flex-wrap items-baseline gap-x-1.5 text-figure-small font-figure tracking-[-0.01em]">
        {isLoading ? <Skeleton width={40} height={18} /> : value === undefined ? <span className="text-fg-3">–</span> : value}
        {small !== undefined && <small className="text-dense font-text tracking-normal text-fg-2">{small}</small>}
      </b>
      <CutText as="p" className="line-clamp-2 text-dense wrap-anywhere text-fg-3" full={typeof children === "string" ? children : full}>
        {isLoading ? <Skeleton width={120} /> : children}
      </CutText>
    </div>
  );
}
