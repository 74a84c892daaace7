import { memo, type ReactNode } from "react";
import { Link } from "react-router";

import { visibleText } from "../../base/visible-text.ts";
import { executionStateLook } from "../../domain/execution-state.ts";
import { GLOSSARY, type GlossaryEntry } from "../../domain/glossary.ts";
import { DASH, formatAgo, formatClock, formatClockTenths, formatPercent, measureBytes, measureRate } from "../../domain/units.ts";
import { vertexTitle } from "../../domain/vertex-name.ts";
import { Age } from "../../ui/age.tsx";
import { Bar } from "../../ui/bar.tsx";
import { useNow } from "../../ui/clock.ts";
import { Hint } from "../../ui/hint.tsx";
import { StateBadge } from "../../ui/state-badge.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import type { DetailLevel } from "./detail-level.ts";
import { isSameModel, isSameShallow } from "./same.ts";
import type { LowWatermark, VertexCardModel } from "./vertex-card-model.ts";

/** See {@link VertexCard}. */
export type VertexCardProps = {
  card: VertexCardModel;
  level: DetailLevel;
  isSelected: boolean;
  /** Rates and loads have not arrived yet, so placeholders are shown. */
  isLoading: boolean;
  /** The age of the facts, epoch ms; undefined while they are current. */
  staleSinceMs: number | undefined;
  /** The path of the exceptions. */
  exceptionsPath: string;
  /** Selects the vertex, or clears the selection if it is selected. */
  onSelect: (vertexId: string | undefined) => void;
};

/**
 * A vertex of the graph. The name is the button, and its press area is the whole card. Renders only
 * when something on it changes, not with every reply.
 */
export const VertexCard = memo(VertexCardView, (before, after) => {
  const { card: a, ...restBefore } = before;
  const { card: b, ...restAfter } = after;
  return isSameModel(a, b) && isSameShallow(restBefore, restAfter);
});

function VertexCardView(props: VertexCardProps): ReactNode {
  const { card, level, isSelected, staleSinceMs, onSelect } = props;
  const classes = ["vx", level, card.phase, staleSinceMs === undefined ? "" : "greyed", isSelected ? "selected" : ""];
  return (
    <article className={classes.filter(Boolean).join(" ")} aria-label={visibleText(card.name)}>
      <header>
        <h2 title={vertexTitle(card.name)}>
          <button type="button" aria-pressed={isSelected} onClick={() => onSelect(isSelected ? undefined : card.id)}>
            {vertexTitle(card.name)}
          </button>
        </h2>
        {level !== "compact" && (
          <p
            className={card.isCulprit ? "desc culprit" : "desc"}
            title={card.isCulprit ? "It is busy, and the vertices upstream of it are backpressured." : card.description}
          >
            {card.description}
          </p>
        )}
      </header>
      <TaskStates card={card} showsParallelism={level === "wide"} />
      <dl className="bars">
        <Load term={GLOSSARY.busy} kind="busy" share={card.measures.busyShare} {...props} />
        <Load term={GLOSSARY.backpressured} kind="backpressured" share={card.measures.backpressuredShare} {...props} />
      </dl>
      <dl className="nums">
        {level !== "wide" && (
          <Fact term={GLOSSARY.parallelism} {...props}>
            {card.parallelism}
          </Fact>
        )}
        <Fact term={GLOSSARY.recordsInPerSecond} {...props}>
          <Rate perSecond={card.rates?.recordsInPerSecond} isLoading={props.isLoading && card.phase === "working"} />
        </Fact>
        {card.phase === "failed" ? (
          <Ended {...props} />
        ) : (
          <>
            <Fact term={GLOSSARY.recordsOutPerSecond} {...props}>
              <Rate perSecond={card.rates?.recordsOutPerSecond} isLoading={props.isLoading && card.phase === "working"} />
            </Fact>
            <LastRow {...props} />
          </>
        )}
      </dl>
    </article>
  );
}

/** One state as a badge, several as counts. */
function TaskStates({ card, showsParallelism }: { card: VertexCardModel; showsParallelism: boolean }): ReactNode {
  const [first] = card.tasks;
  const isMixed = card.tasks.length > 1;
  return (
    <p className="tasks">
      {isMixed ? (
        <span className="mixed">
          {card.tasks.map(({ word, count }) => (
            <StateBadge key={word} {...executionStateLook(word, count)} filled={word === "FAILED"} />
          ))}
        </span>
      ) : first === undefined ? (
        <span className="none">{DASH}</span>
      ) : (
        <StateBadge {...executionStateLook(first.word, first.count)} filled />
      )}
      {showsParallelism && !isMixed && (
        <Hint {...GLOSSARY.parallelism} isFocusable={false}>
          parallelism {card.parallelism}
        </Hint>
      )}
    </p>
  );
}

function Load({
  term,
  kind,
  share,
  card,
  isLoading,
}: VertexCardProps & { term: GlossaryEntry; kind: "busy" | "backpressured"; share: number | undefined }): ReactNode {
  return (
    <>
      <dt>
        <Hint {...term} isFocusable={false}>
          {term.title}
        </Hint>
      </dt>
      <dd>
        {share === undefined && isLoading && card.phase === "working" ? (
          <Skeleton width={26} />
        ) : share === undefined ? (
          <span className="none">{DASH}</span>
        ) : (
          formatPercent(share)
        )}
      </dd>
      <dd className="slim-cell">
        <Bar kind={kind} share={share} />
      </dd>
    </>
  );
}

function Fact({ term, children, level }: { term: GlossaryEntry; children: ReactNode; level: DetailLevel }): ReactNode {
  const isShort = level !== "wide" && term.title === GLOSSARY.lowWatermark.title;
  return (
    <>
      <dt>
        <Hint {...term} isFocusable={false}>
          {isShort ? "Watermark" : term.title}
        </Hint>
      </dt>
      <dd>{children}</dd>
    </>
  );
}

function Rate({ perSecond, isLoading }: { perSecond: number | undefined; isLoading: boolean }): ReactNode {
  if (perSecond === undefined) return isLoading ? <Skeleton width={48} /> : <span className="none">{DASH}</span>;
  const { value, unit } = measureRate(perSecond);
  return (
    <>
      {value} <span className="unit">{unit}</span>
    </>
  );
}

/** The age of stale facts, the state to restore, or the low watermark. */
function LastRow(props: VertexCardProps): ReactNode {
  const { card, staleSinceMs, level } = props;
  if (staleSinceMs !== undefined) {
    return (
      <Fact term={SEEN} level={level}>
        <Age sinceMs={staleSinceMs} format={formatAgo} />
      </Fact>
    );
  }
  if (card.phase === "waiting" || card.phase === "starting") {
    const { value, unit } = measureBytes(card.willRestoreBytes);
    return (
      <Fact term={WILL_RESTORE} level={level}>
        {card.willRestoreBytes === undefined ? <span className="none">{DASH}</span> : `${value} ${unit}`}
      </Fact>
    );
  }
  return (
    <Fact term={GLOSSARY.lowWatermark} level={level}>
      <Watermark watermark={card.measures.lowWatermark} level={level} />
    </Fact>
  );
}

const SEEN: GlossaryEntry = { title: "Seen", text: "When the cluster last answered. The card shows the state at that time." };

const WILL_RESTORE: GlossaryEntry = {
  title: "Will restore",
  text: "State of this vertex in the latest completed checkpoint. Its tasks restore it once they have slots.",
};

function Watermark({ watermark, level }: { watermark: LowWatermark; level: DetailLevel }): ReactNode {
  const now = useNow();
  if (watermark === undefined) return <span className="none">{DASH}</span>;
  if (watermark === "no input") return <span className="unit">no input</span>;
  // A watermark of another day has a date, one of today has tenths of a second.
  const withDate = formatClock(watermark.atMs, now);
  return level === "compact" || withDate.length > CLOCK_CHARACTERS ? withDate : formatClockTenths(watermark.atMs);
}

/** 08:09:38 */
const CLOCK_CHARACTERS = 8;

function Ended({ card, level, exceptionsPath }: VertexCardProps): ReactNode {
  const now = useNow();
  return (
    <>
      <Fact term={{ title: "Ended", text: "When the last of its tasks ended." }} level={level}>
        {card.endedMs === undefined ? <span className="none">{DASH}</span> : formatClock(card.endedMs, now)}
      </Fact>
      <Fact term={{ title: "Root cause", text: "The exception that a task of this vertex failed with." }} level={level}>
        {card.rootCause === undefined ? (
          <span className="none">{DASH}</span>
        ) : (
          <Link className="cut" to={exceptionsPath} title={card.rootCause}>
            {card.rootCause}
          </Link>
        )}
      </Fact>
    </>
  );
}
