import { useMutation, useQueryClient, type UseQueryResult } from "@tanstack/react-query";
import { type ReactNode, useRef, useState } from "react";

import { urlPart } from "../../base/url-part.ts";
import { ENGINE_URL, restUrlOf } from "../../client/backend-address.ts";
import { useRefusal } from "../../client/use-capabilities.ts";
import { failureWords } from "../../client/failure-words.ts";
import { uploadJar } from "../../observe/upload-jar.ts";
import { useBackend } from "../../client/use-client.tsx";
import { quote } from "../../domain/command-lines.ts";
import { deleteJar, refreshJars } from "../../observe/actions.ts";
import type { Jar, Jars } from "../../rest/jars.ts";
import { Button } from "../../ui/button.tsx";
import { CopyLine } from "../../ui/copy-line.tsx";
import { Dialog, DialogActions } from "../../ui/dialog.tsx";
import { ErrorState } from "../../ui/empty-and-error-state.tsx";
import { DeleteIcon, PlusIcon } from "../../ui/icons.tsx";
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
  const upload = useMutation({
    mutationFn: (file: File) => uploadJar(backend, file),
    onSuccess: onChange,
    onSettled: refresh,
  });
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
          tabIndex={-1}
          aria-label="A JAR to upload"
          onChange={(event) => {
            const file = event.target.files?.[0];
            // The same file may be chosen again after a failure.
            event.target.value = "";
            if (file !== undefined) upload.mutate(file);
          }}
        />
      </div>
      {query.error !== null && jars.length === 0 && <ErrorState words={query.error.message} onRetry={() => void query.refetch()} />}
      {query.data !== undefined && jars.length === 0 && <p className="mt-1 text-dense text-fg-3">The cluster has no JARs. Upload one.</p>}
      {failure !== undefined && <ErrorState words={failure.words} reply={failure.reply} />}
      {isDeleting && jar !== undefined && <DeleteJar jar={jar} onDeleted={refresh} onClose={() => setIsDeleting(false)} />}
    </>
  );
}

const UPLOAD = { title: "Upload", text: "Copies a JAR file with a Flink program to the cluster's web.upload.dir." };
const DELETE = { title: "Delete the JAR", text: "Removes the file from the cluster. Jobs started from it keep running." };

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
