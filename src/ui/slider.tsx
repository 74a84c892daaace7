import type { CSSProperties, ReactNode } from "react";

/** See {@link Slider}. */
export type SliderProps = {
  value: number;
  min: number;
  max: number;
  step?: number;
  label: string;
  /** The value as text, beside the track and for screen readers: `400 records/s`. */
  valueText: string;
  onChange: (value: number) => void;
};

/** A styled native range input, with its value as text. */
export function Slider({ value, min, max, step = 1, label, valueText, onChange }: SliderProps): ReactNode {
  const share = max === min ? 0 : (Math.min(Math.max(value, min), max) - min) / (max - min);
  const style: CSSProperties & Record<"--fill", string> = { "--fill": `${share * 100}%` };
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap">
      <input
        type="range"
        className="slider h-4 w-21 cursor-pointer"
        min={min}
        max={max}
        step={step}
        value={value}
        aria-label={label}
        aria-valuetext={valueText}
        style={style}
        onChange={(event) => onChange(event.currentTarget.valueAsNumber)}
      />
      <span>{valueText}</span>
    </span>
  );
}
