import type { ReactNode } from "react";
import { Link, useParams } from "react-router";

import { BarContent } from "../ui/bar-slot.tsx";

/** `#/job/running/:jid/…` and `#/job/completed/:jid/…`: one job. */
export function JobPage(): ReactNode {
  const { jid = "" } = useParams();
  return <BarContent crumb={<Link to="/job/running">Jobs</Link>} title={jid} />;
}
