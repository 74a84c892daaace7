// Flink writes a vertex's description for an HTML page: breaks between the lines, entities in them. Here all of it is text.

const ENTITIES: Readonly<Record<string, string>> = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&amp;": "&" };

/** The lines of a plan node's description as they were before they were made ready for HTML, without empty ones. */
export function descriptionLines(description: string): readonly string[] {
  return description
    .split(/<br\s*\/?>|\n/i)
    .filter((line) => line.trim() !== "")
    .map((line) => line.replace(/&(?:lt|gt|quot|#39|amp);/g, (entity) => ENTITIES[entity] ?? entity));
}
