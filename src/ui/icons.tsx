import type { ReactNode } from "react";

/** Icons of our own, decorative: the word stands beside them or in the label of their button. */
function Icon({ size, children }: { size: 12 | 14 | 20 | 32; children: ReactNode }): ReactNode {
  return (
    <svg viewBox={`0 0 ${size} ${size}`} width={size} height={size} aria-hidden="true" fill="none" stroke="currentColor">
      {children}
    </svg>
  );
}

/** Drey's mark: a nest with something in it. */
export function NestIcon(): ReactNode {
  return (
    <Icon size={32}>
      <g strokeLinecap="round" strokeWidth="2.4">
        <path d="M4.5 14.5a11.5 11.5 0 0 0 23 0" />
        <path d="M10 15.2a6 6 0 0 0 12 0" />
        <path d="M6.8 21.6c5.6-1.2 13-1.2 18.4 0" strokeWidth="1.6" opacity=".5" />
      </g>
      <circle cx="16" cy="10.6" r="4.1" fill="var(--color-accent)" stroke="none" />
    </Icon>
  );
}

/** The overview. */
export function OverviewIcon(): ReactNode {
  return (
    <Icon size={20}>
      <g strokeWidth="1.5" strokeLinejoin="round">
        <rect x="3" y="3" width="6" height="8" rx="1.2" />
        <rect x="11" y="3" width="6" height="4.5" rx="1.2" />
        <rect x="3" y="13" width="6" height="4" rx="1.2" />
        <rect x="11" y="9.5" width="6" height="7.5" rx="1.2" />
      </g>
    </Icon>
  );
}

/** Jobs. */
export function JobsIcon(): ReactNode {
  return (
    <Icon size={20}>
      <g strokeWidth="1.5" strokeLinejoin="round">
        <rect x="2.5" y="7.5" width="5" height="5" rx="1.2" />
        <rect x="12.5" y="3" width="5" height="5" rx="1.2" />
        <rect x="12.5" y="12" width="5" height="5" rx="1.2" />
        <path d="M7.5 10H10m0 0V5.5h2.5M10 10v4.5h2.5" />
      </g>
    </Icon>
  );
}

/** TaskManagers. */
export function TaskManagersIcon(): ReactNode {
  return (
    <Icon size={20}>
      <g strokeWidth="1.5" strokeLinejoin="round">
        <rect x="3" y="3.2" width="14" height="5.6" rx="1.4" />
        <rect x="3" y="11.2" width="14" height="5.6" rx="1.4" />
      </g>
      <g fill="currentColor" stroke="none">
        <circle cx="6" cy="6" r="1" />
        <circle cx="6" cy="14" r="1" />
        <path d="M9 5.3h5v1.4H9zM9 13.3h5v1.4H9z" />
      </g>
    </Icon>
  );
}

/** Light or dark. */
export function ThemeIcon(): ReactNode {
  return (
    <Icon size={20}>
      <circle cx="10" cy="10" r="6.4" strokeWidth="1.5" />
      <path d="M10 3.6a6.4 6.4 0 0 1 0 12.8z" fill="currentColor" stroke="none" />
    </Icon>
  );
}

/** The engine in this page. */
export function EngineIcon(): ReactNode {
  return (
    <Icon size={20}>
      <g strokeWidth="1.5" strokeLinejoin="round">
        <rect x="2.6" y="3.4" width="14.8" height="13.2" rx="2" />
        <path d="M2.6 7.2h14.8" />
      </g>
      <g fill="currentColor" stroke="none">
        <circle cx="5.2" cy="5.3" r=".8" />
        <circle cx="7.8" cy="5.3" r=".8" />
        <path d="M8.2 9.6 12.8 12l-4.6 2.5z" />
      </g>
    </Icon>
  );
}

/** A cluster over HTTP. */
export function ClusterIcon(): ReactNode {
  return (
    <Icon size={20}>
      <g strokeWidth="1.5" strokeLinejoin="round">
        <path d="M10 2.8 16.4 6.4v7.2L10 17.2l-6.4-3.6V6.4z" />
        <path d="M3.8 6.5 10 10l6.2-3.5M10 10v7" />
      </g>
    </Icon>
  );
}

/** Find. */
export function SearchIcon(): ReactNode {
  return (
    <Icon size={20}>
      <g strokeWidth="1.5" strokeLinecap="round">
        <circle cx="8.8" cy="8.8" r="5.2" />
        <path d="m12.8 12.8 4 4" />
      </g>
    </Icon>
  );
}

/** Cancel a job. */
export function CancelIcon(): ReactNode {
  return (
    <Icon size={14}>
      <circle cx="7" cy="7" r="5.2" strokeWidth="1.4" />
      <path d="m5.1 5.1 3.8 3.8M8.9 5.1 5.1 8.9" strokeWidth="1.4" strokeLinecap="round" />
    </Icon>
  );
}

/** Close. */
export function CloseIcon(): ReactNode {
  return (
    <Icon size={12}>
      <path d="m2.5 2.5 7 7M9.5 2.5l-7 7" strokeWidth="1.5" strokeLinecap="round" />
    </Icon>
  );
}

/** Add, zoom in. */
export function PlusIcon(): ReactNode {
  return (
    <Icon size={14}>
      <path d="M7 2.5v9M2.5 7h9" strokeWidth="1.5" strokeLinecap="round" />
    </Icon>
  );
}

/** The JobManager: one that tells many. */
export function JobManagerIcon(): ReactNode {
  return (
    <Icon size={20}>
      <g strokeWidth="1.5" strokeLinejoin="round" strokeLinecap="round">
        <rect x="6.5" y="2.5" width="7" height="5" rx="1.2" />
        <path d="M10 7.5v3M4.5 13v-2.5h11V13" />
        <circle cx="4.5" cy="15" r="2" />
        <circle cx="10" cy="15" r="2" />
        <circle cx="15.5" cy="15" r="2" />
        <path d="M10 10.5V13" />
      </g>
    </Icon>
  );
}

/** There is more below to choose from. */
export function ChevronIcon(): ReactNode {
  return (
    <Icon size={12}>
      <path d="M2.5 4.5 6 8l3.5-3.5" strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round" />
    </Icon>
  );
}

/** Remove, zoom out. */
export function MinusIcon(): ReactNode {
  return (
    <Icon size={14}>
      <path d="M2.5 7h9" strokeWidth="1.5" strokeLinecap="round" />
    </Icon>
  );
}

/** Fit the graph to its room. */
export function FitIcon(): ReactNode {
  return (
    <Icon size={14}>
      <path d="M2 5V2h3M9 2h3v3M12 9v3H9M5 12H2V9" strokeWidth="1.4" strokeLinecap="round" strokeLinejoin="round" />
    </Icon>
  );
}

/** Start a container. */
export function PowerIcon(): ReactNode {
  return (
    <Icon size={14}>
      <path d="M4.3 3.4a5 5 0 1 0 5.4 0M7 1.4v5" strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round" />
    </Icon>
  );
}

/** Back to the beginning. */
export function ResetIcon(): ReactNode {
  return (
    <Icon size={14}>
      <path d="M2.2 5.2A5.2 5.2 0 1 1 2 8.4M2.2 1.8v3.4h3.4" strokeWidth="1.4" strokeLinecap="round" strokeLinejoin="round" />
    </Icon>
  );
}

/** Copy a line. */
export function CopyIcon(): ReactNode {
  return (
    <Icon size={14}>
      <g strokeWidth="1.3">
        <rect x="4.6" y="4.6" width="7" height="7.4" rx="1.2" />
        <path d="M9.4 2.4H3.6c-.7 0-1.2.5-1.2 1.2v5.8" />
      </g>
    </Icon>
  );
}

/** A savepoint: something kept in a safe place. */
export function SavepointIcon(): ReactNode {
  return (
    <Icon size={14}>
      <g strokeWidth="1.4" strokeLinejoin="round">
        <path d="M7 1.6 12.4 7 7 12.4 1.6 7z" />
        <path d="M7 5v4M5.4 7.4 7 9l1.6-1.6" strokeLinecap="round" />
      </g>
    </Icon>
  );
}

/** Stop: the end that was meant. */
export function StopIcon(): ReactNode {
  return (
    <Icon size={14}>
      <rect x="2.7" y="2.7" width="8.6" height="8.6" rx="1.4" strokeWidth="1.5" />
    </Icon>
  );
}

/** Rescale: one becomes several. */
export function RescaleIcon(): ReactNode {
  return (
    <Icon size={14}>
      <g strokeWidth="1.4" strokeLinecap="round" strokeLinejoin="round">
        <path d="M1.6 7h3.2M4.8 7 8 3.2h4.2M4.8 7H12.2M4.8 7 8 10.8h4.2" />
      </g>
    </Icon>
  );
}

/** Start: go. */
export function StartIcon(): ReactNode {
  return (
    <Icon size={14}>
      <path d="M4 2.4v9.2L11.4 7z" strokeWidth="1.4" strokeLinejoin="round" />
    </Icon>
  );
}

/** Delete. */
export function DeleteIcon(): ReactNode {
  return (
    <Icon size={14}>
      <g strokeWidth="1.3" strokeLinecap="round" strokeLinejoin="round">
        <path d="M2.4 3.8h9.2M5.2 3.8V2.4h3.6v1.4M3.6 3.8l.6 7.8h5.6l.6-7.8M6 6.2v3.2M8 6.2v3.2" />
      </g>
    </Icon>
  );
}

/** Submit: a job goes into the cluster. */
export function SubmitIcon(): ReactNode {
  return (
    <Icon size={20}>
      <g strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round">
        <path d="M3 11.5v4.3c0 .7.5 1.2 1.2 1.2h11.6c.7 0 1.2-.5 1.2-1.2v-4.3" />
        <path d="M7.6 4v8l6-4z" />
      </g>
    </Icon>
  );
}
