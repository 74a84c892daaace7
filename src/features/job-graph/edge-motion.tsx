// What moves along an edge. Only transforms and opacity change, of boxes of their own, so that the browser's compositor moves them by itself: dashes
// of an SVG path would cost the page's thread 4 ms in every frame.
import { type ReactNode, useLayoutEffect, useRef } from "react";

import type { Flow } from "./flow.ts";
import type { Point } from "./layout.ts";
import { type Stretch, stretches } from "./path.ts";
import { EDGE_MS } from "./use-barrier.ts";

/** From dot to dot, px. */
const DOT_GAP_PX = { many: 9.2, few: 46 };
/** The dots have moved so far when the animation begins anew: whole gaps of either kind. As in job-graph.css. */
const CYCLE_PX = 92;
/** Few dots are slow: the dots of many seem as fast as they are near. */
const FEW_SLOWER = 3;

/** Dots along a line. */
export function EdgeDots({ line, flow }: { line: readonly Point[]; flow: Flow }): ReactNode {
  const { density, speed } = flow;
  if (density === "none") return null;
  const gap = DOT_GAP_PX[density];
  const animationDuration = `calc(var(--transition-duration-flow) * ${density === "few" ? FEW_SLOWER : 1 / speed})`;
  return stretches(line).map((stretch) => (
    <div
      key={stretch.before}
      className="pointer-events-none absolute top-0 left-0 -mt-0.5 h-1 origin-left overflow-hidden motion-reduce:hidden"
      style={{ width: stretch.length, transform: placed(stretch, 0) }}
    >
      <div
        className="-ml-23 h-full animate-[flow_var(--transition-duration-flow)_linear_infinite] bg-[radial-gradient(circle_closest-side,var(--color-fg-2)_85%,transparent)] group-data-still/graph:[animation-name:none]"
        style={{
          width: stretch.length + CYCLE_PX,
          // The pattern goes on from one piece to the next.
          backgroundPositionX: -(stretch.before % gap),
          backgroundSize: `${gap}px 100%`,
          animationDuration,
        }}
      />
    </div>
  ));
}

/** A barrier that passes along a line once. It begins as many edges' time after it came as it has edges before it. */
export function EdgeBarrier({ line, edgesBefore }: { line: readonly Point[]; edgesBefore: number }): ReactNode {
  const bar = useRef<HTMLDivElement>(null);
  // As text, because each render makes the same line anew; the barrier that is on its way must not begin again.
  const keyframes = JSON.stringify(barrierKeyframes(line));
  useLayoutEffect(() => {
    // The style sheet hides the bar then, and an animation of what is hidden would run on all the same.
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    const timing = { duration: EDGE_MS, delay: EDGE_MS * edgesBefore };
    const moves = [
      bar.current?.animate(JSON.parse(keyframes) as Keyframe[], timing),
      bar.current?.animate({ opacity: [0, 1, 1, 0], offset: [0, 0.15, 0.85, 1] }, timing),
    ];
    return () => {
      for (const move of moves) move?.cancel();
    };
  }, [keyframes, edgesBefore]);
  return (
    <div
      ref={bar}
      className="pointer-events-none absolute top-0 left-0 -mt-2.5 -ml-0.5 h-5 w-1 rounded-[2px] bg-accent opacity-0 motion-reduce:hidden"
    />
  );
}

function barrierKeyframes(line: readonly Point[]): Keyframe[] {
  const pieces = stretches(line);
  const total = pieces.reduce((sum, { length }) => sum + length, 0);
  return pieces.flatMap((stretch) => [
    { offset: stretch.before / total, transform: placed(stretch, 0) },
    { offset: Math.min(1, (stretch.before + stretch.length) / total), transform: placed(stretch, stretch.length) },
  ]);
}

/** Where something stands that is `alongPx` along a piece and turned with it. */
function placed({ from, angle }: Stretch, alongPx: number): string {
  return `translate(${from.x}px, ${from.y}px) rotate(${angle}rad) translateX(${alongPx}px)`;
}
