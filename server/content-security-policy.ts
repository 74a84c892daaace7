/**
 * The directives of the Content-Security-Policy in a page's `<meta>`, by name. Throws if there is
 * none, because an app without a policy must not be served by accident.
 */
export function parsePolicy(html: string): Record<string, string[]> {
  const meta = /<meta\s+http-equiv="Content-Security-Policy"\s+content="([^"]+)"/.exec(html);
  const policy = meta?.[1];
  if (policy === undefined) throw new Error("index.html declares no Content-Security-Policy");
  const directives: Record<string, string[]> = {};
  for (const directive of policy.split(";")) {
    const [name, ...sources] = directive.trim().split(/\s+/);
    if (name !== undefined && name !== "") directives[name] = sources;
  }
  return directives;
}
