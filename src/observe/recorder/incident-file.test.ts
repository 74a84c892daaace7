import { expect, test } from "vitest";

import { completedCheckpointEvent, historyEvent, mergedHistory, NO_HISTORY, rowsOf } from "./history.ts";
import { type Incident, IncidentFileError, readIncident, writeIncident } from "./incident-file.ts";

const NOON = Date.UTC(2026, 10, 30, 12);
const INCIDENT: Incident = {
  exportedMs: NOON + 60_000,
  cluster: "prod",
  jobId: "a".repeat(32),
  jobName: "<b>Clicks</b>\u202e",
  history: mergedHistory(
    NO_HISTORY,
    {
      rows: [
        ...rowsOf({ atMs: NOON, values: { busy: 0.5, lag: undefined } }, NOON),
        ...rowsOf({ atMs: NOON + 5_000, values: { busy: 0.7 } }, NOON),
      ],
      events: [historyEvent("exception", "1", NOON, "Boom"), completedCheckpointEvent(3, NOON, 20)],
    },
    NOON,
  ),
};

test("an exported history is read again as it was, also years later", () => {
  expect(readIncident(writeIncident(INCIDENT))).toEqual(INCIDENT);
});

test.each([
  ["not JSON", "{", "This is not an incident file."],
  ["another JSON file", '{"jobs": []}', "This is not an incident file."],
  ["null", "null", "This is not an incident file."],
  ["a later version", writeIncident(INCIDENT).replace('"version":1', '"version":2'), "does not know"],
  ["a text in place of a number", writeIncident(INCIDENT).replace('"low":0.5', '"low":"x"'), "damaged: rows.0.values.busy"],
  ["an unknown metric", writeIncident(INCIDENT).replaceAll('"busy"', '"idle"'), "damaged: rows.0.values"],
  ["an unknown tier", writeIncident(INCIDENT).replace('"tier":2', '"tier":3'), "damaged: rows"],
  ["no events", JSON.stringify({ ...JSON.parse(writeIncident(INCIDENT)), events: undefined }), "damaged: events"],
  [
    "more rows than a history has",
    JSON.stringify({ ...JSON.parse(writeIncident(INCIDENT)), rows: Array.from({ length: 5000 }, () => INCIDENT.history.rows[0]) }),
    "damaged: rows",
  ],
])("%s is refused with a reason", (_, text, words) => {
  expect(() => readIncident(text)).toThrow(IncidentFileError);
  expect(() => readIncident(text)).toThrow(words);
});
