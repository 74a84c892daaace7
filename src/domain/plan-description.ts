// Flink writes a vertex's description for an HTML page, with line breaks and entities. Drey treats
// it as text.

const ENTITIES: Readonly<Record<string, string>> = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&amp;": "&" };

/** The lines of a plan node's description without HTML and empty lines. */
export function descriptionLines(description: string): readonly string[] {
  return description
    .split(/<br\s*\/?>|\n/i)
    .filter((line) => line.trim() !== "")
    .map((line) => line.replace(/&(?:lt|gt|quot|#39|amp);/g, (entity) => ENTITIES[entity] ?? entity));
}
