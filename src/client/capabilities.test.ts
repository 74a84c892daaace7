import { describe, expect, it } from "vitest";

import type { Config } from "../rest/config.ts";
import { refusalOf } from "./capabilities.ts";

const ALL: Config["features"] = { "web-submit": true, "web-cancel": true, "web-rescale": true, "web-history": false };
const config = (features: Partial<Config["features"]> = {}): Config => ({
  "refresh-interval": 3000,
  "timezone-name": "UTC",
  "timezone-offset": 0,
  "flink-version": "2.3.0",
  "flink-revision": "c0f8d1a",
  features: { ...ALL, ...features },
});
const STAGING = { label: "staging", isReadOnly: false, isDirect: false };

describe("refusalOf", () => {
  it("allows everything that the cluster allows, also before it has answered", () => {
    for (const id of ["runJar", "cancelJob", "stopJob", "deleteJar", "job"] as const) {
      expect(refusalOf(STAGING, config(), id)).toBeUndefined();
      expect(refusalOf(STAGING, undefined, id)).toBeUndefined();
    }
  });

  it("follows the switches of GET /config", () => {
    expect(refusalOf(STAGING, config({ "web-submit": false }), "runJar")).toBe(
      "staging does not allow starting jobs from a browser (web.submit.enable).",
    );
    expect(refusalOf(STAGING, config({ "web-submit": false }), "uploadJar")).toContain("web.submit.enable");
    expect(refusalOf(STAGING, config({ "web-submit": false }), "runJarAsApplication")).toContain("web.submit.enable");
    expect(refusalOf(STAGING, config({ "web-cancel": false }), "cancelJob")).toContain("web.cancel.enable");
    expect(refusalOf(STAGING, config({ "web-cancel": false }), "cancelApplication")).toContain("web.cancel.enable");
    expect(refusalOf(STAGING, config({ "web-rescale": false }), "putResourceRequirements")).toContain("web.rescale.enable");
    expect(refusalOf(STAGING, config({ "web-cancel": false, "web-submit": false }), "triggerSavepoint")).toBeUndefined();
  });

  it("rejects changes if it is read-only, and allows reads", () => {
    const readOnly = { ...STAGING, isReadOnly: true };
    for (const id of ["runJar", "cancelJob", "stopJob", "triggerSavepoint", "disposeSavepoint", "deleteJar"] as const)
      expect(refusalOf(readOnly, config(), id)).toBe("staging is read-only here. Actions that change it are disabled.");
    expect(refusalOf(readOnly, config(), "checkpoints")).toBeUndefined();
  });

  it("across origins allows only requests without a CORS preflight", () => {
    const direct = { ...STAGING, isDirect: true };
    for (const id of ["job", "runJar", "uploadJar", "stopJob", "triggerSavepoint", "disposeSavepoint"] as const)
      expect(refusalOf(direct, config(), id)).toBeUndefined();
    expect(refusalOf(direct, config(), "cancelJob")).toContain("PATCH needs a CORS preflight");
    expect(refusalOf(direct, config(), "deleteJar")).toContain("DELETE needs a CORS preflight");
    expect(refusalOf(direct, config(), "scaleService")).toContain("PUT needs a CORS preflight");
  });
});
