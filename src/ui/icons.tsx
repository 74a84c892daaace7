// The icons of the shell and of lists. Those of pages are in page-icons.tsx, which loads with them. One
// module for each icon, because the bundler would put all that the package exports beside the shell.
import AppWindow from "lucide-react/icons/app-window";
import Blocks from "lucide-react/icons/blocks";
import Box from "lucide-react/icons/box";
import ChevronDown from "lucide-react/icons/chevron-down";
import CirclePlay from "lucide-react/icons/circle-play";
import Clock from "lucide-react/icons/clock";
import Contrast from "lucide-react/icons/contrast";
import LayoutDashboard from "lucide-react/icons/layout-dashboard";
import Network from "lucide-react/icons/network";
import Search from "lucide-react/icons/search";
import Server from "lucide-react/icons/server";
import Workflow from "lucide-react/icons/workflow";
import X from "lucide-react/icons/x";
import SquareTerminal from "lucide-react/icons/square-terminal";
import type { ReactNode } from "react";

import { lucideIcon } from "./lucide-icon.tsx";

/** Drey's mark: a nest with something in it. */
export function NestIcon(): ReactNode {
  return (
    <svg viewBox="0 0 32 32" width={32} height={32} aria-hidden="true" fill="none" stroke="currentColor">
      <g strokeLinecap="round" strokeWidth="2.4">
        <path d="M4.5 14.5a11.5 11.5 0 0 0 23 0" />
        <path d="M10 15.2a6 6 0 0 0 12 0" />
        <path d="M6.8 21.6c5.6-1.2 13-1.2 18.4 0" strokeWidth="1.6" opacity=".5" />
      </g>
      <circle cx="16" cy="10.6" r="4.1" fill="var(--color-accent)" stroke="none" />
    </svg>
  );
}

export const OverviewIcon = lucideIcon(LayoutDashboard, 20);
/** Programs with their jobs. */
export const ApplicationsIcon = lucideIcon(Blocks, 20);
export const JobsIcon = lucideIcon(Workflow, 20);
export const TaskManagersIcon = lucideIcon(Server, 20);
export const JobManagerIcon = lucideIcon(Network, 20);
export const SubmitIcon = lucideIcon(CirclePlay, 20);
export const ThemeIcon = lucideIcon(Contrast, 20);
/** The time zone. */
export const TimesIcon = lucideIcon(Clock, 20);
/** The engine in this page. */
export const EngineIcon = lucideIcon(AppWindow, 20);
/** A cluster over HTTP. */
export const ClusterIcon = lucideIcon(Box, 20);
/** Commands to copy. */
export const CommandIcon = lucideIcon(SquareTerminal, 14);
export const SearchIcon = lucideIcon(Search, 20);
export const CloseIcon = lucideIcon(X, 12);
/** There is more to choose from below. */
export const ChevronIcon = lucideIcon(ChevronDown, 12);
