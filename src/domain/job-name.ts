import { visibleText } from "../base/visible-text.ts";
import { shortId } from "./units.ts";
import { NO_NAME } from "./vertex-name.ts";

/** A job's name as the screen shows it; of a job without one, the start of its id says which it is. */
export function jobTitle({ name, jid }: { readonly name: string; readonly jid: string }): string {
  return name.trim() === "" ? `${NO_NAME} ${visibleText(shortId(jid))}` : visibleText(name);
}
