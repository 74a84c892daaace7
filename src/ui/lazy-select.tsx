import { type ComponentType, type KeyboardEvent, type ReactNode, useEffect, useState } from "react";

import type { SelectBoxProps, SelectUse } from "./select-box.tsx";
import { SelectContent } from "./select-content.tsx";

type Box = ComponentType<SelectBoxProps & { uses: readonly SelectUse[] }>;

/**
 * A select whose code loads at the first sign that it will be used: the pointer or the focus. Until its first use it is a
 * button with the same look. The first press or key puts the loaded control in its place, which repeats it. If the code
 * cannot be loaded, the next use tries again.
 */
export function lazySelect(load: () => Promise<Box>): ComponentType<SelectBoxProps> {
  let Loaded: Box | undefined;
  let loading: Promise<void> | undefined;
  const loadOnce = (): Promise<void> => {
    loading ??= load().then(
      (component) => {
        Loaded = component;
      },
      () => {
        loading = undefined;
      },
    );
    return loading;
  };
  return function LazySelect(props: SelectBoxProps): ReactNode {
    const { labelId, errorId, className, options, value } = props;
    const [uses, setUses] = useState<readonly SelectUse[]>([]);
    const [isReplaced, setIsReplaced] = useState(Loaded !== undefined);
    const isUsed = uses.length > 0;
    useEffect(() => {
      if (!isUsed || isReplaced) return;
      void loadOnce().then(() => (Loaded === undefined ? setUses([]) : setIsReplaced(true)));
    }, [isUsed, isReplaced]);
    if (isReplaced && Loaded !== undefined) return <Loaded {...props} uses={uses} />;
    const use = (one: SelectUse): void => setUses((before) => [...before, one]);
    const prepare = (): void => void loadOnce();
    return (
      <button
        type="button"
        role="combobox"
        className={className}
        aria-labelledby={labelId}
        aria-haspopup="listbox"
        aria-expanded={false}
        aria-autocomplete="none"
        aria-invalid={errorId === undefined ? undefined : true}
        aria-describedby={errorId}
        onPointerEnter={prepare}
        onFocus={prepare}
        onClick={() => use("press")}
        onKeyDown={(event) => {
          if (!isSelectKey(event)) return;
          event.preventDefault();
          use({ key: event.key });
        }}
      >
        <SelectContent options={options} value={value} />
      </button>
    );
  };
}

/** Whether a closed select does something on this key: arrows open it, and characters choose by the first letters. */
function isSelectKey({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  if (ctrlKey || metaKey || altKey) return false;
  return key === "ArrowDown" || key === "ArrowUp" || (key.length === 1 && key !== " ");
}
