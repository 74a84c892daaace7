import { clsx } from "clsx";
import { type CSSProperties, Fragment, memo, type ReactNode, useLayoutEffect, useRef } from "react";
import { Link } from "react-router";

import { visibleText } from "../../base/visible-text.ts";
import { executionStateLook } from "../../domain/execution-state.ts";
import type { GlossaryEntry } from "../../domain/glossary.ts";
import { JOB_GLOSSARY } from "../../domain/job-glossary.ts";
import {
  DASH,
  formatAgo,
  formatClock,
  formatClockTenths,
  formatParallelism,
  formatPercent,
  measureBytes,
  measureRate,
} from "../../domain/units.ts";
import { vertexTitle } from "../../domain/vertex-name.ts";
import { type Bottleneck, skewWords } from "../../domain/vertex-pressure.ts";
import { Age } from "../../ui/age.tsx";
import { Bar } from "../../ui/bar.tsx";
import { useNow } from "../../ui/clock.ts";
import { useFullText } from "../../ui/cut-text.tsx";
import { Hint } from "../../ui/hint.tsx";
import { StateBadge } from "../../ui/state-badge.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import type { DetailLevel } from "./detail-level.ts";
import { isSameModel, isSameShallow } from "./same.ts";
import { FAR_STATES, VERTEX_DESCRIPTION, VERTEX_STATES, vertexBoxClass, vertexButtonClass, vertexNameClass } from "./vertex-box.ts";
import type { LowWatermark, VertexCardModel } from "./vertex-card-model.ts";

/** See {@link VertexCard}. */
export type VertexCardProps = {
  card: VertexCardModel;
  level: DetailLevel;
  isSelected: boolean;
  /** Rates and loads have not arrived yet, so placeholders are shown. */
  isLoading: boolean;
  /** How unevenly its subtasks share its records, 0…1; undefined if unknown. Read for the vertex at the pointer or the focus. */
  skewShare?: number | undefined;
  /** The age of the facts, epoch ms; undefined while they are current. */
  staleSinceMs: number | undefined;
  /** The path of the exceptions. */
  exceptionsPath: string;
  /** Selects the vertex, or clears the selection if it is selected. */
  onSelect: (vertexId: string | undefined) => void;
};

/**
 * A vertex of the graph. The name is the button, and its press area is the whole card. The hints of
 * the selected card are stops of the Tab key. Those of all cards would make a large graph a trap.
 * Renders only when something on it changes, not with every reply.
 */
export const VertexCard = memo(VertexCardView, (before, after) => {
  const { card: a, ...restBefore } = before;
  const { card: b, ...restAfter } = after;
  return isSameModel(a, b) && isSameShallow(restBefore, restAfter);
});

function VertexCardView(props: VertexCardProps): ReactNode {
  const { card, level, isSelected, staleSinceMs, onSelect } = props;
  const full = useFullText(cardText(card), "header");
  const { title, ...nameProps } = full.props;
  const focus = useKeptFocus();
  return (
    <article
      {...focus}
      className={clsx(
        vertexBoxClass({ size: level, isWaiting: card.phase === "waiting", isSelected }),
        "@container group-data-far/graph:px-1",
        staleSinceMs !== undefined && "greyed",
      )}
      aria-label={vertexTitle(card.name)}
    >
      <header className="min-h-0 flex-1 overflow-hidden group-data-far/graph:[container-type:size]" title={title}>
        <h2 className={clsx(vertexNameClass({ size: level }), NAME)}>
          <button
            {...nameProps}
            type="button"
            className={clsx(vertexButtonClass({ size: level }), NAME_BUTTON)}
            aria-pressed={isSelected}
            onClick={() => onSelect(isSelected ? undefined : card.id)}
          >
            {level === "compact" ? breakable(vertexTitle(card.name)) : vertexTitle(card.name)}
          </button>
        </h2>
        {level !== "compact" && (
          <p className={clsx(VERTEX_DESCRIPTION, card.bottleneck !== undefined ? "font-strong text-st-restarting-text" : "text-fg-3")}>
            {card.bottleneck !== undefined ? (
              <Hint text={bottleneckHint(card.bottleneck)} isFocusable={isSelected} className="relative z-1">
                {card.description}
              </Hint>
            ) : (
              card.description
            )}
          </p>
        )}
      </header>
      {full.node}
      <TaskStates {...props} />
      <dl className={clsx(ROWS, level === "compact" ? "text-label/4.25" : "text-dense/4.25")}>
        <Load term={withProblem(JOB_GLOSSARY.busy, card.measures.loadProblem)} kind="busy" share={card.measures.busyShare} {...props} />
        <Load
          term={withProblem(JOB_GLOSSARY.backpressured, card.measures.loadProblem)}
          kind="backpressured"
          share={card.measures.backpressuredShare}
          {...props}
        />
      </dl>
      <dl className={clsx(ROWS, level === "compact" ? "text-label/4.25" : "mt-1.5 text-dense/4.75")}>
        {level !== "wide" && (
          <Fact term={JOB_GLOSSARY.parallelism} {...props}>
            {formatParallelism(card.parallelism)}
          </Fact>
        )}
        <Fact term={recordsInTerm(props.skewShare)} {...props}>
          <Rate perSecond={card.rates?.recordsInPerSecond} isLoading={props.isLoading && card.phase === "working"} />
        </Fact>
        {card.phase === "failed" ? (
          <Ended {...props} />
        ) : (
          <>
            <Fact term={JOB_GLOSSARY.recordsOutPerSecond} {...props}>
              <Rate perSecond={card.rates?.recordsOutPerSecond} isLoading={props.isLoading && card.phase === "working"} />
            </Fact>
            <LastRow {...props} />
          </>
        )}
      </dl>
    </article>
  );
}

function bottleneckHint({ hot }: Bottleneck): string {
  const meaning = "It is busy and not backpressured, and vertices upstream of it are backpressured (HIGH).";
  return hot === undefined ? meaning : `${meaning} ${skewWords(hot)}`;
}

// From far away a card shows its name and states, in text that keeps its size.
const NAME = "greyed:text-fg-2 group-data-far/graph:text-(length:--far-text) group-data-far/graph:leading-(--far-line)";
// At most four lines, and no part of a line.
const NAME_BUTTON = "group-data-far/graph:line-clamp-4 group-data-far/graph:max-h-[round(down,100cqh,var(--far-line))]";
const ROWS = "grid grid-cols-[auto_minmax(0,1fr)] group-data-far/graph:hidden";
/**
 * From far away a state has a line for its shape and count and another one for its word. It has only
 * the first on a card that is narrower than the word, about `--letters` times as wide as a digit.
 */
const FAR_BADGE = clsx(
  "group-data-far/graph:inline-block group-data-far/graph:h-auto group-data-far/graph:overflow-hidden group-data-far/graph:tracking-normal group-data-far/graph:whitespace-normal",
  "group-data-far/graph:text-(length:--far-text) group-data-far/graph:leading-(--far-line)",
  "group-data-far/graph:max-h-[clamp(var(--far-line),(100cqw-var(--letters)*1.15ch)*999,var(--far-line)*2)]",
  "group-data-far/graph:[&>svg]:mr-[calc(3px/var(--text-zoom))] group-data-far/graph:[&>svg]:inline group-data-far/graph:[&>svg]:size-[calc(11px/var(--text-zoom))]",
);
const FILLED_BADGE = clsx(FAR_BADGE, "group-data-far/graph:px-[calc(2px/var(--text-zoom))]");

function lettersStyle(letters: number): CSSProperties {
  const style: CSSProperties & Record<"--letters", number> = { "--letters": letters };
  return style;
}

/** The hint of the rate, with the data skew where it is known. */
function recordsInTerm(skewShare: number | undefined): GlossaryEntry {
  const { title, text } = JOB_GLOSSARY.recordsInPerSecond;
  return skewShare === undefined
    ? { title, text }
    : { title, text: `${text} Data skew: ${formatPercent(skewShare)}. ${JOB_GLOSSARY.dataSkew.text}` };
}

/** What the head of a card says in full, and what the plan says of its operators. */
function cardText({ name, description = "", operation = "" }: VertexCardModel): string {
  return [vertexTitle(name), description, operation === "" ? "" : `Operation: ${operation}`].filter(Boolean).join("; ");
}

/**
 * Keeps the focus in a card. A card that gets narrower, and one that is no longer selected, has other elements. If the
 * element with the focus is gone, the name gets it.
 */
function useKeptFocus() {
  const card = useRef<HTMLElement>(null);
  const hasFocus = useRef(false);
  useLayoutEffect(() => {
    if (hasFocus.current && card.current?.contains(document.activeElement) === false) card.current.querySelector("button")?.focus();
  });
  return {
    ref: card,
    onFocus: () => {
      hasFocus.current = true;
    },
    onBlur: () => {
      hasFocus.current = false;
    },
  };
}

/** A name with places to break in words like `ClickEventStatistics`, which are wider than a narrow card. */
function breakable(name: string): ReactNode {
  return name.split(/(?<=\b\w{5,}[a-z])(?=[A-Z]\w{5})/).map((part, index) => (
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {part}
    </Fragment>
  ));
}

// Above the button, which takes the other presses.
const TERM = "relative z-1 justify-self-start whitespace-nowrap text-fg-2 *:cursor-pointer";
const VALUE = "truncate text-right";

/** One state as a badge, several as counts. */
function TaskStates({ card, level, isSelected }: VertexCardProps): ReactNode {
  const [first] = card.tasks;
  const isMixed = card.tasks.length > 1;
  return (
    <p
      className={clsx(VERTEX_STATES, FAR_STATES, level === "compact" ? "my-1.5" : "mt-2.25 mb-2.5")}
      style={lettersStyle(Math.max(0, ...card.tasks.map(({ word }) => word.length)))}
    >
      {isMixed ? (
        <span className={clsx("inline-flex items-center gap-2 overflow-hidden", FAR_STATES)}>
          {card.tasks.map(({ word, count }) => (
            <StateBadge
              key={word}
              className={word === "FAILED" ? FILLED_BADGE : FAR_BADGE}
              {...executionStateLook(word, count)}
              filled={word === "FAILED"}
            />
          ))}
        </span>
      ) : first === undefined ? (
        DASH
      ) : (
        <StateBadge className={FILLED_BADGE} {...executionStateLook(first.word, first.count)} filled />
      )}
      {level === "wide" && !isMixed && (
        <span className="relative z-1 *:cursor-pointer group-data-far/graph:hidden">
          <Hint {...JOB_GLOSSARY.parallelism} isFocusable={isSelected}>
            parallelism {formatParallelism(card.parallelism)}
          </Hint>
        </span>
      )}
    </p>
  );
}

/** The hint of a field, with the reason if its value is not known. */
function withProblem(term: GlossaryEntry, problem: string | undefined): GlossaryEntry {
  return problem === undefined ? term : { ...term, text: `${term.text} Not known: ${visibleText(problem)}` };
}

function Load({
  term,
  kind,
  share,
  card,
  level,
  isSelected,
  isLoading,
}: VertexCardProps & { term: GlossaryEntry; kind: "busy" | "backpressured"; share: number | undefined }): ReactNode {
  return (
    <>
      <dt className={TERM}>
        <Hint {...term} isFocusable={isSelected}>
          {term.title}
        </Hint>
      </dt>
      <dd className={VALUE}>
        {share === undefined && isLoading && card.phase === "working" ? (
          <Skeleton width={26} />
        ) : share === undefined ? (
          <span className="text-fg-3">{DASH}</span>
        ) : (
          formatPercent(share)
        )}
      </dd>
      {level !== "compact" && (
        <dd className="col-span-full mt-0.5 mb-1.25 overflow-hidden leading-0">
          <Bar kind={kind} share={share} />
        </dd>
      )}
    </>
  );
}

function Fact({
  term,
  children,
  level,
  isSelected,
}: Pick<VertexCardProps, "level" | "isSelected"> & { term: GlossaryEntry; children: ReactNode }): ReactNode {
  const isShort = level !== "wide" && term.title === JOB_GLOSSARY.lowWatermark.title;
  return (
    <>
      <dt className={TERM}>
        <Hint {...term} isFocusable={isSelected}>
          {isShort ? "Watermark" : term.title}
        </Hint>
      </dt>
      <dd className={VALUE}>{children}</dd>
    </>
  );
}

function Rate({ perSecond, isLoading }: { perSecond: number | undefined; isLoading: boolean }): ReactNode {
  if (perSecond === undefined) return isLoading ? <Skeleton width={48} /> : <span className="text-fg-3">{DASH}</span>;
  const { value, unit } = measureRate(perSecond);
  return (
    <>
      {value} <span className="font-text text-fg-3">{unit}</span>
    </>
  );
}

/** The age of stale facts, the state to restore, or the low watermark. */
function LastRow(props: VertexCardProps): ReactNode {
  const { card, staleSinceMs, level, isSelected } = props;
  if (staleSinceMs !== undefined) {
    return (
      <Fact term={SEEN} level={level} isSelected={isSelected}>
        <Age sinceMs={staleSinceMs} format={formatAgo} />
      </Fact>
    );
  }
  if (card.phase === "waiting" || card.phase === "starting") {
    const { value, unit } = measureBytes(card.willRestoreBytes);
    return (
      <Fact term={WILL_RESTORE} level={level} isSelected={isSelected}>
        {card.willRestoreBytes === undefined ? <span className="text-fg-3">{DASH}</span> : `${value} ${unit}`}
      </Fact>
    );
  }
  return (
    <Fact term={withProblem(JOB_GLOSSARY.lowWatermark, card.measures.watermarkProblem)} level={level} isSelected={isSelected}>
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
  if (watermark === undefined) return <span className="text-fg-3">{DASH}</span>;
  if (watermark === "no input" || watermark === "ended") return <span className="font-text text-fg-3">{watermark}</span>;
  // A watermark of another day has a date, one of today has tenths of a second.
  const withDate = formatClock(watermark.atMs, now);
  return level === "compact" || withDate.length > CLOCK_CHARACTERS ? withDate : formatClockTenths(watermark.atMs);
}

/** 08:09:38 */
const CLOCK_CHARACTERS = 8;

const ROOT_CAUSE: GlossaryEntry = { title: "Root cause", text: "The exception that a task of this vertex failed with." };

function Ended({ card, level, isSelected, exceptionsPath }: VertexCardProps): ReactNode {
  const now = useNow();
  const rootCause = useFullText(card.rootCause);
  return (
    <>
      <Fact term={{ title: "Ended", text: "When the last of its tasks ended." }} level={level} isSelected={isSelected}>
        {card.endedMs === undefined ? <span className="text-fg-3">{DASH}</span> : formatClock(card.endedMs, now)}
      </Fact>
      <Fact term={ROOT_CAUSE} level={level} isSelected={isSelected}>
        {card.rootCause === undefined ? (
          <span className="text-fg-3">{DASH}</span>
        ) : (
          <Link className="relative z-1" to={exceptionsPath} {...rootCause.props}>
            {card.rootCause}
          </Link>
        )}
        {rootCause.node}
      </Fact>
    </>
  );
}
