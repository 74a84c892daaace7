// Compares the replies of two backends to the same calls in the same step, by keys, types and enum
// words.
import { compareReplies, type Difference } from "../contract-walker.ts";
import type { TravelledStep } from "./travel.ts";

/**
 * How `ours` differs from Flink's. Each place begins with its step. A call that only Flink can be
 * asked is a difference too.
 */
export function differencesOf(flink: readonly TravelledStep[], ours: readonly TravelledStep[]): readonly Difference[] {
  return flink.flatMap(({ name, answers }) => {
    const counterparts = new Map(ours.find((step) => step.name === name)?.answers.map((answer) => [answer.key, answer]));
    return answers.flatMap(({ key, id, reply }) => {
      const counterpart = counterparts.get(key);
      const found: readonly Difference[] =
        counterpart === undefined
          ? [{ place: key, kind: "no-elements", detail: "the engine has nothing that this call could name" }]
          : compareReplies(id, reply, counterpart.reply);
      return found.map((difference) => ({ ...difference, place: `${name} / ${difference.place}` }));
    });
  });
}

/** Each difference once, because several vertices and TaskManagers have the same. */
export function distinct(differences: readonly Difference[]): readonly Difference[] {
  return [
    ...new Map(differences.map((difference) => [`${difference.place} ${difference.kind} ${difference.detail}`, difference])).values(),
  ];
}
