import { clsx } from "clsx";
import { memo, type ReactNode } from "react";

import { JOB_GLOSSARY } from "../../domain/job-glossary.ts";
import { DASH, formatCount, formatElapsed, formatRate } from "../../domain/units.ts";
import { Age } from "../../ui/age.tsx";
import { CutText } from "../../ui/cut-text.tsx";
import { Hint } from "../../ui/hint.tsx";
import { isSameModel } from "./same.ts";
import type { TopicCardModel } from "./topic-model.ts";

/**
 * A topic at an end of the graph: a lane per partition, the end offset, and the unread records. Its
 * hints are stops of the Tab key, because it cannot be selected and a graph has few topics.
 */
export const TopicCard = memo(TopicCardView, (before, after) => isSameModel(before.topic, after.topic));

function TopicCardView({ topic }: { topic: TopicCardModel }): ReactNode {
  const hasLag = (topic.lag ?? 0) > 0;
  return (
    <article
      className="@container h-full rounded-2 bg-topic-tint px-2.75 py-2.5 text-label text-topic group-data-far/graph:p-1.5"
      aria-label={`Topic ${topic.name}`}
    >
      <h2 className="flex min-w-0 items-baseline gap-1.25">
        <span className="group-data-far/graph:hidden @max-[72px]:hidden">topic</span>{" "}
        <CutText
          as="span"
          className="min-w-0 truncate mono text-body/4 font-semibold group-data-far/graph:text-[length:var(--far-text)] group-data-far/graph:leading-(--far-line)"
          full={topic.name}
        >
          {topic.name}
        </CutText>
      </h2>
      <div
        className="mt-1.5 mb-1.75 grid max-h-15 grid-cols-[auto_minmax(0,1fr)] items-center gap-1 overflow-hidden group-data-far/graph:hidden"
        aria-hidden="true"
      >
        {topic.lanes.map(({ partition, backlogShare }) => (
          <div key={partition} className="contents">
            <span>{partition}</span>
            <span className="flex h-1.75 overflow-hidden rounded-bar bg-topic/34 mask-[repeating-linear-gradient(90deg,#000_0_4px,transparent_4px_5px)]">
              {backlogShare > 0 && (
                <i
                  className="ml-auto bg-lag transition-[width] duration-base ease-linear motion-reduce:transition-none"
                  style={{ width: `${backlogShare * 100}%` }}
                />
              )}
            </span>
          </div>
        ))}
      </div>
      <TopicLine>
        <Hint title="End" text="Records written to this topic since it was created: the sum of its partitions' end offsets.">
          end
        </Hint>
        <b>{formatCount(topic.endOffset)}</b>
      </TopicLine>
      {topic.side === "in" ? (
        <>
          <TopicLine>
            <Hint title="In" text="Records written per second, averaged over the last 3 s.">
              in
            </Hint>
            <b>{formatRate(topic.perSecond)}</b>
          </TopicLine>
          <TopicLine isLate={hasLag && topic.isLagGrowing}>
            <Hint {...JOB_GLOSSARY.lag}>lag</Hint>
            <b>
              {formatCount(topic.lag)}
              {topic.isLagGrowing && " ↑"}
            </b>
          </TopicLine>
        </>
      ) : (
        <TopicLine>
          <Hint title="Last" text="Time since this page last saw a new record in this topic.">
            last
          </Hint>
          <b>
            {topic.grewMs === undefined ? (
              DASH
            ) : (
              <>
                <Age sinceMs={topic.grewMs} format={formatElapsed} />
                <span className="group-data-far/graph:hidden @max-[72px]:hidden"> ago</span>
              </>
            )}
          </b>
        </TopicLine>
      )}
    </article>
  );
}

/** A term and its value, highlighted when the topic's reader falls behind. */
function TopicLine({ isLate = false, children }: { isLate?: boolean; children: ReactNode }): ReactNode {
  return (
    <p
      className={clsx(
        "flex justify-between gap-1 whitespace-nowrap text-fg-2 group-data-far/graph:hidden [&>b]:font-strong",
        isLate ? "[&>b]:text-st-restarting-text" : "[&>b]:text-fg",
      )}
    >
      {children}
    </p>
  );
}
