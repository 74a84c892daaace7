import { useState } from "react";

import { readSetting, removeSetting, writeSetting } from "../client/settings.ts";

/** A size that the user has chosen, px, kept in this browser under `drey.size.<name>`; undefined for the initial one. */
export function useStoredSize(name: string): readonly [px: number | undefined, resize: (px: number | undefined) => void] {
  const key = `drey.size.${name}`;
  const [px, setPx] = useState(() => parse(readSetting(key)));
  return [
    px,
    (next) => {
      setPx(next);
      if (next === undefined) removeSetting(key);
      else writeSetting(key, String(next));
    },
  ];
}

/** Anything that is not a number of pixels counts as not stored. */
function parse(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,5}$/.test(text) ? Number(text) : undefined;
}
