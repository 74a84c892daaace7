import type { ReactNode } from "react";

import { Skeleton } from "../../ui/skeleton.tsx";

/** Placeholder for a graph whose vertices are unknown: cards of the final size without numbers. */
export function SkeletonCards(): ReactNode {
  return (
    <div className="absolute inset-x-7 top-28 bottom-13 flex items-center justify-center gap-22 overflow-hidden" aria-hidden="true">
      {Array.from({ length: 3 }, (_, index) => (
        <div key={index} className="vx h-55.5 w-54.5 flex-none">
          <h2>
            <Skeleton width={150} height={12} />
          </h2>
          <p className="desc">
            <Skeleton width={128} />
          </p>
          <p className="tasks">
            <Skeleton width={84} height={22} />
            <Skeleton width={62} />
          </p>
        </div>
      ))}
    </div>
  );
}
