import {
  AppWindow,
  Blocks,
  Bookmark,
  Box,
  ChevronDown,
  ChevronUp,
  CirclePlay,
  CircleX,
  Contrast,
  Copy,
  LayoutDashboard,
  type LucideIcon,
  Maximize,
  Maximize2,
  Minimize2,
  Minus,
  Network,
  Play,
  Plus,
  Power,
  RotateCcw,
  Scaling,
  Search,
  Server,
  Square,
  Trash2,
  Workflow,
  X,
} from "lucide-react";
import type { ComponentType, ReactNode } from "react";

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

/**
 * The Lucide icon for each meaning. Decorative, because the word is beside the icon, or in the
 * label of its button.
 */
function icon(Drawing: LucideIcon, size: 12 | 14 | 20): ComponentType {
  return function Icon() {
    return <Drawing size={size} strokeWidth={1.5} absoluteStrokeWidth aria-hidden="true" />;
  };
}

export const OverviewIcon = icon(LayoutDashboard, 20);
/** Programs with their jobs. */
export const ApplicationsIcon = icon(Blocks, 20);
export const JobsIcon = icon(Workflow, 20);
export const TaskManagersIcon = icon(Server, 20);
export const JobManagerIcon = icon(Network, 20);
export const SubmitIcon = icon(CirclePlay, 20);
export const ThemeIcon = icon(Contrast, 20);
/** The engine in this page. */
export const EngineIcon = icon(AppWindow, 20);
/** A cluster over HTTP. */
export const ClusterIcon = icon(Box, 20);
export const SearchIcon = icon(Search, 20);
export const SavepointIcon = icon(Bookmark, 14);
export const StopIcon = icon(Square, 14);
export const RescaleIcon = icon(Scaling, 14);
export const CancelIcon = icon(CircleX, 14);
/** Start a job or a new attempt. */
export const StartIcon = icon(Play, 14);
/** Start a container. */
export const PowerIcon = icon(Power, 14);
export const ResetIcon = icon(RotateCcw, 14);
export const CopyIcon = icon(Copy, 14);
export const DeleteIcon = icon(Trash2, 14);
/** Fit the graph to its room. */
export const FitIcon = icon(Maximize, 14);
/** Use the whole width. */
export const WidenIcon = icon(Maximize2, 14);
/** Undo {@link WidenIcon}. */
export const NarrowIcon = icon(Minimize2, 14);
/** Add, or zoom in. */
export const PlusIcon = icon(Plus, 14);
/** Remove, or zoom out. */
export const MinusIcon = icon(Minus, 14);
export const CloseIcon = icon(X, 12);
/** There is more to choose from below. */
export const ChevronIcon = icon(ChevronDown, 12);
/** The one before. */
export const PreviousIcon = icon(ChevronUp, 14);
/** The one after. */
export const NextIcon = icon(ChevronDown, 14);
