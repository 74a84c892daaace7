// Component tests wait for facts. The limit is against a hang, and below that of a test, so that the message says what was waited for.
import { configure } from "@testing-library/react";

configure({ asyncUtilTimeout: 20_000 });
