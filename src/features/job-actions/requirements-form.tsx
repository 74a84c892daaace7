import type { ReactNode } from "react";

import { visibleText } from "../../base/visible-text.ts";
import { formatCount } from "../../domain/units.ts";
import type { JobVertex } from "../../rest/jobs.ts";
import { Check } from "../../ui/check.tsx";
import { Cell, HeadCell, Row, Table } from "../../ui/table.tsx";
import { TextField } from "../../ui/text-field.tsx";
import type { BoundsFault, BoundsText, RequirementsText } from "./requirements-model.ts";

/** The bounds of a job's vertices: one pair for all vertices, or one for each. */
export function RequirementsForm({
  vertices,
  text,
  faults,
  onChange,
}: {
  vertices: readonly JobVertex[];
  text: RequirementsText;
  faults: Readonly<Record<string, BoundsFault | undefined>>;
  onChange: (text: RequirementsText) => void;
}): ReactNode {
  return (
    <>
      {!text.isPerVertex && (
        <div className="flex flex-wrap gap-x-4">
          <TextField
            label="At least"
            value={text.all.lower}
            isShort
            error={faults["all"]?.lower}
            onChange={(lower) => onChange({ ...text, all: { ...text.all, lower } })}
          />
          <TextField
            label="At most"
            value={text.all.upper}
            isShort
            error={faults["all"]?.upper}
            onChange={(upper) => onChange({ ...text, all: { ...text.all, upper } })}
          />
        </div>
      )}
      <Check
        isOn={text.isPerVertex}
        label="Bounds for each vertex"
        onToggle={(isPerVertex) =>
          onChange(isPerVertex ? { ...text, isPerVertex, byVertex: spread(vertices, text) } : { ...text, isPerVertex })
        }
      />
      {text.isPerVertex && (
        <div className="mt-2 max-h-61.5 overflow-auto rounded-2 border border-line">
          <Table label="Bounds for each vertex" density="scan">
            <thead>
              <tr>
                <HeadCell>Vertex</HeadCell>
                <HeadCell isNumeric className="w-18.5">
                  Now
                </HeadCell>
                <HeadCell isNumeric className="w-18.5">
                  At least
                </HeadCell>
                <HeadCell isNumeric className="w-18.5">
                  At most
                </HeadCell>
              </tr>
            </thead>
            <tbody>
              {vertices.map((vertex) => (
                <VertexBounds
                  key={vertex.id}
                  vertex={vertex}
                  bounds={text.byVertex[vertex.id] ?? text.all}
                  fault={faults[vertex.id]}
                  onChange={(bounds) => onChange({ ...text, byVertex: { ...text.byVertex, [vertex.id]: bounds } })}
                />
              ))}
            </tbody>
          </Table>
        </div>
      )}
    </>
  );
}

/** The typed bounds, for all vertices or each. */
function spread(vertices: readonly JobVertex[], { all }: RequirementsText): RequirementsText["byVertex"] {
  return Object.fromEntries(vertices.map(({ id }) => [id, all]));
}

/** Of the cells with numbers, the last one too. */
const NUMBER = "pr-2.5! text-clip";

function VertexBounds({
  vertex,
  bounds,
  fault,
  onChange,
}: {
  vertex: JobVertex;
  bounds: BoundsText;
  fault: BoundsFault | undefined;
  onChange: (bounds: BoundsText) => void;
}): ReactNode {
  const words = fault?.lower ?? fault?.upper;
  return (
    <>
      <Row>
        <Cell title={visibleText(vertex.name)}>{visibleText(vertex.name)}</Cell>
        <Cell isNumeric className={NUMBER}>
          {formatCount(vertex.parallelism)}
        </Cell>
        <Cell isNumeric className={NUMBER}>
          <BoundField
            label={`At least, ${vertex.name}`}
            value={bounds.lower}
            isWrong={fault?.lower !== undefined}
            onChange={(lower) => onChange({ ...bounds, lower })}
          />
        </Cell>
        <Cell isNumeric className={NUMBER}>
          <BoundField
            label={`At most, ${vertex.name}`}
            value={bounds.upper}
            isWrong={fault?.upper !== undefined}
            onChange={(upper) => onChange({ ...bounds, upper })}
          />
        </Cell>
      </Row>
      {words !== undefined && (
        <tr>
          <td colSpan={4} className="border-t border-line px-4 text-danger" role="alert">
            {words}
          </td>
        </tr>
      )}
    </>
  );
}

function BoundField({
  label,
  value,
  isWrong,
  onChange,
}: {
  label: string;
  value: string;
  isWrong: boolean;
  onChange: (value: string) => void;
}): ReactNode {
  return (
    <input
      className="h-5.5 w-13 rounded-1 border border-line-strong bg-surface px-1.5 text-right text-dense text-fg aria-invalid:border-danger"
      aria-label={label}
      value={value}
      inputMode="numeric"
      autoComplete="off"
      aria-invalid={isWrong ? true : undefined}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
