import { onTestFinished, vi } from "vitest";

/** A file that the page handed to the browser. */
export type Download = { readonly name: string; readonly text: string };

/** Receives, until the end of the test, the files that the page downloads. Returns a read of those so far. */
export function watchDownloads(): () => Promise<readonly Download[]> {
  const blobs = new Map<string, Blob>();
  const downloads: Promise<Download>[] = [];
  const toUrl = vi.spyOn(URL, "createObjectURL").mockImplementation((object) => {
    const url = `blob:test/${String(blobs.size)}`;
    if (object instanceof Blob) blobs.set(url, object);
    return url;
  });
  const click = vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function receive(this: HTMLAnchorElement) {
    const blob = blobs.get(this.href);
    const name = this.download;
    if (blob !== undefined) downloads.push(blob.text().then((text) => ({ name, text })));
  });
  onTestFinished(() => {
    toUrl.mockRestore();
    click.mockRestore();
  });
  return () => Promise.all(downloads);
}
