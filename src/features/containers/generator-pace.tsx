import { type ReactNode, useEffect, useState } from "react";
import { useFact } from "../../client/use-client.tsx";

import { formatCount } from "../../domain/units.ts";
import { generatorOptions } from "../../observe/containers.ts";
import { Slider } from "../../ui/slider.tsx";
import { PACES, paceIndex } from "./containers-model.ts";
import { useSetPace } from "./queries.ts";

/** How long the slider must rest before its value is sent, ms. */
const SETTLED_MS = 250;

/**
 * The generator's pace, from paused to unlimited. Shows the pace that the generator reported. While
 * the slider moves, and until the generator has answered, shows the pace that was chosen.
 */
export function GeneratorPace(): ReactNode {
  const generator = useFact(generatorOptions);
  const { set, sent, error } = useSetPace();
  const [chosen, setChosen] = useState<number | undefined>(undefined);
  const reported = generator.data?.recordsPerSecond;
  const isPending = sent !== undefined;

  useEffect(() => {
    if (chosen === undefined || isPending) return undefined;
    const timer = setTimeout(() => {
      set(PACES[chosen] ?? null);
      setChosen(undefined);
    }, SETTLED_MS);
    return () => clearTimeout(timer);
  }, [chosen, isPending, set]);

  if (reported === undefined) return generator.error === null ? null : generator.error.message;
  const shown = chosen === undefined ? (sent ?? { recordsPerSecond: reported }).recordsPerSecond : (PACES[chosen] ?? null);
  return (
    <>
      <Slider
        value={chosen ?? paceIndex(shown)}
        min={0}
        max={PACES.length - 1}
        label="Records per second"
        valueText={paceWords(shown)}
        onChange={setChosen}
      />
      {error !== null && <span role="alert"> {error.message}</span>}
    </>
  );
}

/** Why the generator waits, while it does. */
export function GeneratorWaits(): ReactNode {
  const generator = useFact(generatorOptions).data;
  if (generator?.waiting !== true) return null;
  return <p className="col-span-full text-label text-st-restarting-text">Waiting: {generator.waitingReason ?? "the topic is full."}</p>;
}

// `400 records/s`, `paused`, `as fast as possible`.
function paceWords(recordsPerSecond: number | null): string {
  if (recordsPerSecond === null) return "as fast as possible";
  return recordsPerSecond === 0 ? "paused" : `${formatCount(recordsPerSecond)} records/s`;
}
