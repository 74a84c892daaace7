// Just enough of multipart/form-data to learn which files were sent. The boundary is read off the body's first line.

/** Names of the files in a multipart body, in order; undefined if the body is none. */
export function fileNamesOf(body: string): readonly string[] | undefined {
  const delimiter = /^(--[^\r\n]+)\r?\n/.exec(body)?.[1];
  if (delimiter === undefined) return body === "" ? [] : undefined;
  const parts = body.split(delimiter).slice(1, -1);
  return parts.flatMap((part) => {
    const header = part.slice(0, Math.max(0, part.search(/\r?\n\r?\n/)));
    const name = /content-disposition:[^\r\n]*\bfilename="([^"]*)"/i.exec(header)?.[1];
    // A path is not the sender's to choose.
    return name === undefined ? [] : [name.replace(/^.*[/\\]/, "")];
  });
}
