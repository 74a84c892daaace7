// The moving parts of an edge. Only transforms and opacity of separate boxes change, so that the
// compositor animates them alone. Dashes of an SVG path would cost the main thread 4 ms per frame.
import { type ReactNode, useLayoutEffect, useRef } from "react";

import type { Flow } from "./flow.ts";
import type { Point } from "./layout.ts";
import { type Stretch, stretches } from "./path.ts";
import { EDGE_MS } from "./use-barrier.ts";

/** From dot to dot, px. */
const DOT_GAP_PX = { many: 9.2, few: 46 };
/**
 * The distance after which the animation repeats: whole gaps of either kind. Must match
 * job-graph.css.
 */
const CYCLE_PX = 92;
/** Few dots move slower, because many dots look faster than they are. */
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
          // The pattern continues from one piece to the next.
          backgroundPositionX: -(stretch.before % gap),
          backgroundSize: `${gap}px 100%`,
          animationDuration,
        }}
      />
    </div>
  ));
}

/**
 * A barrier that passes along a line once. It starts after the time that the barrier takes over the
 * edges before this one.
 */
export function EdgeBarrier({ line, edgesBefore }: { line: readonly Point[]; edgesBefore: number }): ReactNode {
  const bar = useRef<HTMLDivElement>(null);
  // As text, because each render creates an equal line. The barrier in progress must not restart.
  const keyframes = JSON.stringify(barrierKeyframes(line));
  useLayoutEffect(() => {
    // The style sheet hides the bar then, but its animation would still run.
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
      className="pointer-events-none absolute top-0 left-0 -mt-2.5 -ml-0.5 h-5 w-1 rounded-bar bg-accent opacity-0 motion-reduce:hidden"
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

/** The place and angle of an element `alongPx` along a piece. */
function placed({ from, angle }: Stretch, alongPx: number): string {
  return `translate(${from.x}px, ${from.y}px) rotate(${angle}rad) translateX(${alongPx}px)`;
}
