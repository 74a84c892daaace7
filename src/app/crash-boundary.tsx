import { Component, type ErrorInfo, type ReactNode } from "react";

import { Button } from "../ui/button.tsx";
import { Notice } from "./notice.tsx";

/** See {@link CrashBoundary}. */
export type CrashBoundaryProps = {
  /** The address of the page. A change removes the notice. */
  resetKey: string;
  children: ReactNode;
};

type Crash = { error: Error; at: string };

type State = { crash: Crash | undefined; resetKey: string };

/**
 * Catches errors thrown while rendering a page. Rail and bar keep working, so another page can be
 * opened.
 */
export class CrashBoundary extends Component<CrashBoundaryProps, State> {
  override state: State = { crash: undefined, resetKey: this.props.resetKey };

  static getDerivedStateFromError(thrown: unknown): Pick<State, "crash"> {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    return { crash: { error, at: "" } };
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    this.setState({ crash: { error, at: info.componentStack ?? "" } });
  }

  static getDerivedStateFromProps({ resetKey }: CrashBoundaryProps, state: State): State | null {
    return state.resetKey === resetKey ? null : { crash: undefined, resetKey };
  }

  override render(): ReactNode {
    const { crash } = this.state;
    if (crash === undefined) return this.props.children;
    return (
      <Notice
        title="This page crashed"
        reply={`${crash.error.stack ?? crash.error.message}${crash.at}`}
        actions={
          <>
            <Button kind="primary" onPress={() => this.setState({ crash: undefined })}>
              Try again
            </Button>
            <Button onPress={() => window.location.reload()}>Reload the page</Button>
          </>
        }
      >
        <p>
          The error is in the dashboard, not in the cluster, which keeps running. A playground is the exception: reloading the page starts a
          new one.
        </p>
      </Notice>
    );
  }
}
