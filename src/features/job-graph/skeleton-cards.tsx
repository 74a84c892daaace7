import type { ReactNode } from "react";

import { Skeleton } from "../../ui/skeleton.tsx";

/** The place of a graph whose vertices are not known yet: cards with the final measures, no numbers. */
export function SkeletonCards(): ReactNode {
  return (
    <div className="skeleton-cards" aria-hidden="true">
      {Array.from({ length: 3 }, (_, index) => (
        <div key={index} className="vx wide">
          <h3>
            <Skeleton width={150} height={12} />
          </h3>
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
