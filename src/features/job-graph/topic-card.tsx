import { memo, type ReactNode } from "react";

import { GLOSSARY } from "../../domain/glossary.ts";
import { DASH, formatAgo, formatCount, formatRate } from "../../domain/units.ts";
import { Age } from "../../ui/age.tsx";
import { Hint } from "../../ui/hint.tsx";
import type { TopicCardModel } from "./topic-model.ts";

/** A topic at an end of the graph: a lane for each partition, the end, and what waits to be read. */
export const TopicCard = memo(function TopicCard({ topic }: { topic: TopicCardModel }): ReactNode {
  const hasLag = (topic.lag ?? 0) > 0;
  return (
    <article className="topic" aria-label={`Topic ${topic.name}`}>
      <h3>
        topic <span className="mono cut">{topic.name}</span>
      </h3>
      <div className="lanes" aria-hidden="true">
        {topic.lanes.map(({ partition, backlogShare }) => (
          <div key={partition} className="contents">
            <span>{partition}</span>
            <span className="lane">{backlogShare > 0 && <i style={{ width: `${backlogShare * 100}%` }} />}</span>
          </div>
        ))}
      </div>
      <p>
        <Hint title="End" text="Records that were ever written to this topic: the sum of its partitions' end offsets." isFocusable={false}>
          end
        </Hint>
        <b>{formatCount(topic.endOffset)}</b>
      </p>
      {topic.side === "in" ? (
        <>
          <p>
            <Hint
              title="In"
              text="Records written per second: the growth of the end offsets over the last three seconds."
              isFocusable={false}
            >
              in
            </Hint>
            <b>{formatRate(topic.perSecond)}</b>
          </p>
          <p className={hasLag && topic.isLagGrowing ? "lag growing" : "lag"}>
            <Hint {...GLOSSARY.lag} isFocusable={false}>
              lag
            </Hint>
            <b>
              {formatCount(topic.lag)}
              {topic.isLagGrowing && " ↑"}
            </b>
          </p>
        </>
      ) : (
        <p>
          <Hint title="Last" text="When this page last saw a record arrive." isFocusable={false}>
            last
          </Hint>
          <b>{topic.grewMs === undefined ? DASH : <Age sinceMs={topic.grewMs} format={formatAgo} />}</b>
        </p>
      )}
    </article>
  );
});
