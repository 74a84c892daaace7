import { Fragment, type ReactNode } from "react";
import { Link, useLocation } from "react-router";

import { NestIcon } from "../ui/icons.tsx";
import { type MainPage, useMainPages } from "./main-pages.ts";
import { RAIL_STOP } from "./rail-stop.ts";
import { ThemeToggle } from "./theme-toggle.tsx";
import { TimesToggle } from "./times-toggle.tsx";

/** The navigation: at the side, or at the bottom below 720 px. */
export function Rail(): ReactNode {
  const { pathname } = useLocation();
  const pages = useMainPages();
  return (
    <nav
      className="row-span-full flex flex-col items-stretch border-r border-line px-1 pb-2.5 max-phone:row-3 max-phone:flex-row max-phone:overflow-x-auto max-phone:border-t max-phone:border-r-0 max-phone:py-0.5"
      aria-label="Main"
    >
      <Link
        className="grid h-bar place-items-center text-fg *:size-7.5 max-phone:hidden"
        to="/overview"
        aria-label="Drey, overview"
        aria-current={false}
      >
        <NestIcon />
      </Link>
      {pages.map((page) => (
        <NavItem key={page.path} page={page} isHere={pathname.startsWith(page.area)} />
      ))}
      <span className="flex-1 max-phone:hidden" />
      <TimesToggle />
      <ThemeToggle />
      <LicensesLink />
    </nav>
  );
}

function NavItem({ page: { label, path, Icon }, isHere }: { page: MainPage; isHere: boolean }): ReactNode {
  return (
    <Link className={RAIL_STOP} to={path} aria-current={isHere ? "page" : false}>
      <Icon />
      <span>
        {label.split(BETWEEN_WORDS).map((word, index) => (
          <Fragment key={word}>
            {index > 0 && <wbr />}
            {word}
          </Fragment>
        ))}
      </span>
    </Link>
  );
}

/** The rail is too narrow for `TaskManagers` in one line. */
const BETWEEN_WORDS = /(?<=[a-z])(?=[A-Z])/;

/**
 * A file of the build (tools/third-party-licenses.ts). It opens in a new tab, because leaving this
 * page would end the playground.
 */
function LicensesLink(): ReactNode {
  return (
    <a
      className="py-1 text-center text-label text-fg-3 max-phone:self-center max-phone:px-1"
      href="./third-party-licenses.txt"
      target="_blank"
      rel="noreferrer"
    >
      Licenses
    </a>
  );
}
