import { type ComponentType, type ReactNode, useEffect, useState } from "react";

/**
 * A popup whose code loads when it opens for the first time, so that the first page does not wait for it. Render it only
 * while it is open. If the code cannot be loaded, the popup closes, and the next opening tries again.
 */
export function lazyPopup<Props extends { onClose: () => void }>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  let Loaded: ComponentType<Props> | undefined;
  return function LazyPopup(props: Props): ReactNode {
    const { onClose } = props;
    const [isLoaded, setIsLoaded] = useState(Loaded !== undefined);
    useEffect(() => {
      if (isLoaded) return;
      load().then((component) => {
        Loaded = component;
        setIsLoaded(true);
      }, onClose);
    }, [isLoaded, onClose]);
    return isLoaded && Loaded !== undefined ? <Loaded {...props} /> : null;
  };
}
