import { clsx } from "clsx";
import type { ReactNode } from "react";

import { Skeleton } from "../../ui/skeleton.tsx";
import { VERTEX_DESCRIPTION, VERTEX_STATES, vertexBoxClass, vertexNameClass } from "./vertex-box.ts";

/** Placeholder for a graph whose vertices are unknown: cards of the final size without numbers. */
export function SkeletonCards(): ReactNode {
  return (
    <div className="absolute inset-x-7 top-28 bottom-13 flex items-center justify-center gap-22 overflow-hidden" aria-hidden="true">
      {Array.from({ length: 3 }, (_, index) => (
        <div key={index} className="h-55.5 w-54.5 flex-none">
          <div className={vertexBoxClass({ size: "wide", isWaiting: false, isSelected: false })}>
            <h2 className={vertexNameClass({ size: "wide" })}>
              <Skeleton width={150} height={12} />
            </h2>
            <p className={VERTEX_DESCRIPTION}>
              <Skeleton width={128} />
            </p>
            <p className={clsx(VERTEX_STATES, "mt-2.25 mb-2.5")}>
              <Skeleton width={84} height={22} />
              <Skeleton width={62} />
            </p>
          </div>
        </div>
      ))}
    </div>
  );
}
