import { cleanup, screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, it } from "vitest";

import { createDeferred, type Deferred } from "../../base/deferred.ts";
import { type Progress, type Transport, TransportError } from "../../client/transport.ts";
import { backendOver, recordedTransport, renderWithBackend } from "../../testing/recorded-backend.tsx";
import { StartForm } from "./start-form.tsx";

afterEach(cleanup);

type Upload = { readonly request: Request; readonly progress: Progress | undefined; readonly reply: Deferred<Response> };

/** A recorded cluster whose uploads the test answers. */
function show(): { readonly user: ReturnType<typeof userEvent.setup>; readonly uploads: Upload[] } {
  const recorded = recordedTransport("08-jars");
  const uploads: Upload[] = [];
  const transport: Transport = (request, progress) => {
    if (!request.url.endsWith("/jars/upload")) return recorded(request);
    const reply = createDeferred<Response>();
    request.signal.addEventListener("abort", () => reply.reject(request.signal.reason));
    uploads.push({ request, progress, reply });
    return reply.promise;
  };
  renderWithBackend(
    <StartForm jobId={undefined} savepointPath="" savepointProblem={undefined} onSavepointPath={() => undefined} />,
    backendOver(transport),
  );
  // The field's own filter would keep files of other types from the test.
  return { user: userEvent.setup({ applyAccept: false }), uploads };
}

const JAR = new File([new Uint8Array(3 * 1_048_576)], "my job.jar");

it("[F186] shows how much of a file was sent, and that the cluster stores it", async () => {
  const { user, uploads } = show();
  await user.upload(screen.getByLabelText("A JAR to upload"), JAR);
  await screen.findByText("Sending my job.jar, 3 MiB.");
  await waitFor(() => expect(uploads).toHaveLength(1));
  uploads[0]?.progress?.onSent?.(1_048_576, 3 * 1_048_576);
  await screen.findByText("Sending my job.jar: 1 MiB of 3 MiB.");
  expect(screen.getByRole("progressbar", { name: "Sent" })).toMatchObject({ value: 1_048_576, max: 3 * 1_048_576 });
  uploads[0]?.progress?.onSent?.(3 * 1_048_576, 3 * 1_048_576);
  await screen.findByText("Sent my job.jar, 3 MiB. Waiting for the cluster to store it.");
  uploads[0]?.reply.resolve(Response.json({ filename: "/tmp/x_my job.jar", status: "success" }));
  await waitFor(() => expect(screen.queryByRole("progressbar")).toBeNull());
  expect(screen.queryByRole("alert")).toBeNull();
});

it("can send the same file again after a failure", async () => {
  const { user, uploads } = show();
  await user.upload(screen.getByLabelText("A JAR to upload"), JAR);
  await waitFor(() => expect(uploads).toHaveLength(1));
  uploads[0]?.reply.reject(
    new TransportError("unreachable", "POST /jars/upload: the connection ended after 300000 of 3145728 bytes were sent."),
  );
  expect((await screen.findByRole("alert")).textContent).toContain("ended after 300000 of 3145728 bytes were sent.");
  await user.click(screen.getByRole("button", { name: "Try again" }));
  await waitFor(() => expect(uploads).toHaveLength(2));
  expect(screen.queryByRole("alert")).toBeNull();
  const form = await uploads[1]?.request.formData();
  expect((form?.get("jarfile") as File | undefined)?.size).toBe(JAR.size);
});

it("can be cancelled without an error", async () => {
  const { user, uploads } = show();
  await user.upload(screen.getByLabelText("A JAR to upload"), JAR);
  await waitFor(() => expect(uploads).toHaveLength(1));
  await user.click(screen.getByRole("button", { name: "Cancel the upload" }));
  await waitFor(() => expect(screen.queryByText(/^Sending/)).toBeNull());
  expect(uploads[0]?.request.signal.aborted).toBe(true);
  expect(screen.queryByRole("alert")).toBeNull();
});

it.each([
  ["notes.txt", "Only Jar files are allowed."],
  ["my%20job.jar", "must not contain"],
])("sends no file called %s, and says why", async (name, words) => {
  const { user, uploads } = show();
  const input = screen.getByLabelText<HTMLInputElement>("A JAR to upload");
  expect(input.accept).toBe(".jar");
  await user.upload(input, new File(["PK"], name));
  expect((await screen.findByRole("alert")).textContent).toContain(words);
  await user.upload(input, JAR);
  await waitFor(() => expect(uploads).toHaveLength(1));
  expect(screen.queryByRole("alert")).toBeNull();
});
