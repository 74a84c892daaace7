import { useMutation, type UseMutationResult, useQueryClient, type UseQueryResult } from "@tanstack/react-query";
import { type ReactNode, useRef, useState } from "react";

import { urlPart } from "../../base/url-part.ts";
import { visibleText } from "../../base/visible-text.ts";
import { ENGINE_URL, restUrlOf } from "../../client/backend-address.ts";
import { useRefusal } from "../../client/use-capabilities.ts";
import { failureWords } from "../../client/failure-words.ts";
import { uploadJar } from "../../observe/upload-jar.ts";
import { useBackend } from "../../client/use-client.tsx";
import { quote } from "../../domain/command-lines.ts";
import { formatBytes, formatClock } from "../../domain/units.ts";
import { deleteJar, refreshJars } from "../../observe/actions.ts";
import type { Jar, Jars } from "../../rest/jars.ts";
import { jarNameProblem } from "../../rest/path-parameter.ts";
import { Button } from "../../ui/button.tsx";
import { useNow } from "../../ui/clock.ts";
import { CopyLine } from "../../ui/copy-line.tsx";
import { Dialog, DialogActions } from "../../ui/dialog.tsx";
import { ErrorState } from "../../ui/empty-and-error-state.tsx";
import { DeleteIcon, PlusIcon } from "../../ui/page-icons.tsx";
import { SelectField } from "../../ui/select-field.tsx";

/** The JARs of the cluster: choose one, upload one, delete one. */
export function JarChoice({
  query,
  jar,
  onChange,
}: {
  query: UseQueryResult<Jars>;
  jar: Jar | undefined;
  onChange: (id: string) => void;
}): ReactNode {
  const backend = useBackend();
  const noUpload = useRefusal("uploadJar");
  const noDeletion = useRefusal("deleteJar");
  const queryClient = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const [isDeleting, setIsDeleting] = useState(false);
  const jars = query.data?.files ?? [];
  const refresh = (): Promise<void> => refreshJars(queryClient, backend);
  const [nameProblem, setNameProblem] = useState<string | undefined>(undefined);
  const { upload, sent, cancel } = useUpload({ onUploaded: onChange, onSettled: refresh });
  const failure = upload.error === null ? undefined : failureWords(upload.error);
  return (
    <>
      <div className="flex items-end gap-2">
        <div className="min-w-0 flex-1">
          <SelectField
            label="JAR"
            options={jars.map(({ id, name }) => ({
              value: id,
              label: jars.filter((one) => one.name === name).length > 1 ? `${name} (${id.slice(0, 8)})` : name,
            }))}
            value={jar?.id ?? ""}
            onChange={onChange}
          />
        </div>
        <Button
          hint={UPLOAD}
          disabledReason={noUpload ?? (upload.isPending ? "The file is being uploaded." : undefined)}
          onPress={() => input.current?.click()}
        >
          <PlusIcon />
          {upload.isPending ? "Uploading …" : "Upload"}
        </Button>
        <Button
          icon
          label="Delete the JAR"
          hint={DELETE}
          disabledReason={noDeletion ?? (jar === undefined ? "No JAR is selected." : undefined)}
          onPress={() => setIsDeleting(true)}
        >
          <DeleteIcon />
        </Button>
        <input
          ref={input}
          className="sr-only"
          type="file"
          accept=".jar"
          tabIndex={-1}
          aria-label="A JAR to upload"
          onChange={(event) => {
            const file = event.target.files?.[0];
            // The same file may be chosen again after a failure.
            event.target.value = "";
            if (file === undefined) return;
            const problem = jarNameProblem(file.name);
            setNameProblem(problem);
            if (problem === undefined) upload.mutate(file);
            else upload.reset();
          }}
        />
      </div>
      {jar !== undefined && <JarFacts jar={jar} />}
      <YarnProxyNotice address={query.data?.address} />
      {query.error !== null && jars.length === 0 && <ErrorState words={query.error.message} onRetry={() => void query.refetch()} />}
      {query.data !== undefined && jars.length === 0 && <p className="mt-1 text-dense text-fg-3">The cluster has no JARs. Upload one.</p>}
      {upload.isPending && <UploadProgress file={upload.variables} sent={sent} onCancel={cancel} />}
      {nameProblem !== undefined && <ErrorState words={nameProblem} />}
      {failure !== undefined && (
        <ErrorState
          words={failure.words}
          reply={failure.reply}
          onRetry={() => {
            if (upload.variables !== undefined) upload.mutate(upload.variables);
          }}
        />
      )}
      {isDeleting && jar !== undefined && <DeleteJar jar={jar} onDeleted={refresh} onClose={() => setIsDeleting(false)} />}
    </>
  );
}

function JarFacts({ jar }: { jar: Jar }): ReactNode {
  const now = useNow();
  return (
    <p className="mt-0.75 text-dense wrap-anywhere text-fg-3">
      Uploaded {formatClock(jar.uploaded, now)}.{" "}
      {jar.entry.length === 0
        ? "Its manifest names no entry class."
        : `Entry class: ${jar.entry.map(({ name }) => visibleText(name)).join(", ")}.`}
    </p>
  );
}

/**
 * YARN's proxy passes on no uploads. Flink's WebUI links to the JobManager's own address, which
 * `GET /jars` tells.
 */
function YarnProxyNotice({ address }: { address: string | undefined }): ReactNode {
  const restUrl = restUrlOf(useBackend());
  if (restUrl?.includes("/proxy/application_") !== true) return null;
  const isLink = address !== undefined && /^https?:\/\//i.test(address) && URL.canParse(address);
  return (
    <p className="mt-0.75 text-dense wrap-anywhere text-st-restarting-text" role="note">
      This cluster is behind YARN's proxy, which passes on no uploads. Upload and start JARs at the JobManager's own address:{" "}
      {isLink ? (
        <a href={address} className="underline" target="_blank" rel="noreferrer">
          {visibleText(address)}
        </a>
      ) : (
        "it is not known."
      )}
    </p>
  );
}

const UPLOAD = { title: "Upload", text: "Copies a JAR file with a Flink program to the cluster's web.upload.dir." };
const DELETE = { title: "Delete the JAR", text: "Removes the file from the cluster. Jobs started from it keep running." };

/** How many bytes of the form were sent, of how many. */
type Sent = { readonly sentBytes: number; readonly totalBytes: number };

/** One upload at a time, with its progress. `cancel` ends it without an error. */
function useUpload({ onUploaded, onSettled }: { onUploaded: (id: string) => void; onSettled: () => Promise<void> }): {
  upload: UseMutationResult<string, Error, File>;
  sent: Sent | undefined;
  cancel: () => void;
} {
  const backend = useBackend();
  const [sent, setSent] = useState<Sent | undefined>(undefined);
  const running = useRef<AbortController>(undefined);
  const upload = useMutation({
    mutationFn: (file: File) => {
      const controller = new AbortController();
      running.current = controller;
      setSent(undefined);
      return uploadJar(backend, file, {
        signal: controller.signal,
        onSent: (sentBytes, totalBytes) => setSent({ sentBytes, totalBytes }),
      });
    },
    onSuccess: onUploaded,
    onSettled,
  });
  const cancel = (): void => {
    running.current?.abort();
    upload.reset();
  };
  return { upload, sent, cancel };
}

function UploadProgress({ file, sent, onCancel }: { file: File; sent: Sent | undefined; onCancel: () => void }): ReactNode {
  const name = visibleText(file.name);
  const words =
    sent === undefined
      ? `Sending ${name}, ${formatBytes(file.size)}.`
      : sent.sentBytes < sent.totalBytes
        ? `Sending ${name}: ${formatBytes(sent.sentBytes)} of ${formatBytes(sent.totalBytes)}.`
        : `Sent ${name}, ${formatBytes(sent.totalBytes)}. Waiting for the cluster to store it.`;
  return (
    <div className="mt-1 flex items-center gap-3 text-dense text-fg-2 normal-nums">
      <span className="min-w-0 wrap-anywhere" role="status">
        {words}
      </span>
      {sent !== undefined && (
        <progress className="min-w-20 flex-1 accent-accent-fill" aria-label="Sent" value={sent.sentBytes} max={sent.totalBytes} />
      )}
      <Button small onPress={onCancel}>
        Cancel the upload
      </Button>
    </div>
  );
}

function DeleteJar({ jar, onDeleted, onClose }: { jar: Jar; onDeleted: () => Promise<void>; onClose: () => void }): ReactNode {
  const backend = useBackend();
  const url = `${restUrlOf(backend) ?? ENGINE_URL}/jars/${urlPart(jar.id)}`;
  const remove = useMutation({
    mutationFn: () => deleteJar(backend, jar.id),
    onSuccess: onClose,
    onSettled: onDeleted,
  });
  const failure = remove.error === null ? undefined : failureWords(remove.error);
  return (
    <Dialog title={`Delete ${jar.name}`} onClose={onClose}>
      <p className="text-fg-2">
        Removes the file from the cluster. Jobs started from it keep running. To start one of them again, upload the JAR again.
      </p>
      <p className="mt-3 text-dense text-fg-2">Command line (Flink's client has no such command)</p>
      <CopyLine text={`curl -X DELETE ${quote(url)}`} label="the curl command" />
      {failure !== undefined && <ErrorState words={failure.words} reply={failure.reply} />}
      <DialogActions>
        <Button onPress={onClose}>Cancel</Button>
        <Button kind="danger" disabledReason={remove.isPending ? "The request is in progress." : undefined} onPress={() => remove.mutate()}>
          <DeleteIcon />
          Delete JAR
        </Button>
      </DialogActions>
    </Dialog>
  );
}
