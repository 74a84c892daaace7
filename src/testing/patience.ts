// Component tests wait for facts; the limit is against a hang only.
import { configure } from "@testing-library/react";

configure({ asyncUtilTimeout: 60_000 });
