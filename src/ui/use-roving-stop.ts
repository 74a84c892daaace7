import { type FocusEvent, type KeyboardEvent, useState } from "react";

/** See {@link useRovingStop}. */
export type RovingStop = {
  /** For the element around the buttons. */
  props: { onFocus: (event: FocusEvent<HTMLElement>) => void; onKeyDown: (event: KeyboardEvent<HTMLElement>) => void };
  tabIndexOf: (index: number) => 0 | -1;
};

/**
 * Makes a group of `count` buttons one stop of the Tab key: the button that had the focus last, or the first one. The arrow
 * keys, Home and End move between them.
 */
export function useRovingStop(count: number): RovingStop {
  const [last, setLast] = useState(0);
  const stop = Math.min(last, count - 1);
  return {
    tabIndexOf: (index) => (index === stop ? 0 : -1),
    props: {
      onFocus: ({ currentTarget, target }) => {
        const index = buttonsOf(currentTarget).findIndex((button) => button === target);
        if (index >= 0) setLast(index);
      },
      onKeyDown: (event) => {
        const next = nextIndex(event.key, stop, count);
        if (next === undefined) return;
        event.preventDefault();
        buttonsOf(event.currentTarget)[next]?.focus();
      },
    },
  };
}

function buttonsOf(group: Element): readonly HTMLElement[] {
  return [...group.querySelectorAll("button")];
}

function nextIndex(key: string, index: number, count: number): number | undefined {
  switch (key) {
    case "ArrowRight":
    case "ArrowDown":
      return Math.min(index + 1, count - 1);
    case "ArrowLeft":
    case "ArrowUp":
      return Math.max(index - 1, 0);
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return undefined;
  }
}
