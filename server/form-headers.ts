// A form with a file, reduced to its headers: the engine only uses the file's name, and a message
// of 100 MiB between threads would block the JobManager.

const LINE_END = "\r\n";
const HEADERS_END = "\r\n\r\n";

/**
 * A multipart body without the content of its parts; other bodies are unchanged. The boundary is
 * read from the first line.
 */
export function formWithoutContents(body: Buffer): Buffer {
  const lineLength = body.indexOf(LINE_END);
  if (lineLength < 3 || body.toString("latin1", 0, 2) !== "--") return body;
  const delimiter = body.subarray(0, lineLength);
  const nextDelimiter = Buffer.concat([Buffer.from(LINE_END), delimiter]);
  const kept: Buffer[] = [];
  let partStart = 0;
  while (!isEnd(body, partStart + delimiter.length)) {
    const headersEnd = body.indexOf(HEADERS_END, partStart);
    // Two bytes back, because for an empty part the end of the headers is the start of the next
    // line.
    const partEnd = headersEnd === -1 ? -1 : body.indexOf(nextDelimiter, headersEnd + HEADERS_END.length - LINE_END.length);
    if (partEnd === -1) return body;
    kept.push(body.subarray(partStart, headersEnd + HEADERS_END.length), Buffer.from(LINE_END));
    partStart = partEnd + LINE_END.length;
  }
  kept.push(body.subarray(partStart));
  return Buffer.concat(kept);
}

function isEnd(body: Buffer, delimiterEnd: number): boolean {
  return body.toString("latin1", delimiterEnd, delimiterEnd + 2) === "--";
}
