import { type ReactNode, useState } from "react";

import { ThemeIcon } from "../ui/icons.tsx";
import { CycleToggle } from "./cycle-toggle.tsx";
import { chooseTheme, nextTheme, readTheme, type Theme } from "./theme.ts";

/** Cycles through system, light and dark. */
export function ThemeToggle(): ReactNode {
  const [theme, setTheme] = useState<Theme>(readTheme);
  const next = nextTheme(theme);
  return (
    <CycleToggle
      name="Theme"
      value={theme}
      next={next}
      icon={<ThemeIcon />}
      onPress={() => {
        setTheme(next);
        return chooseTheme(next);
      }}
    />
  );
}
