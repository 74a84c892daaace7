import { jobTitle } from "../../domain/job-name.ts";
import { vertexTitle } from "../../domain/vertex-name.ts";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";

import { ENGINE_URL, restUrlOf } from "../../client/backend-address.ts";
import { failureWords } from "../../client/failure-words.ts";
import { useBackend, useFact } from "../../client/use-client.tsx";
import { quote } from "../../domain/command-lines.ts";
import { formatCounted } from "../../domain/units.ts";
import { injectFault, refreshBackend } from "../../observe/actions.ts";
import { playgroundOptions } from "../../observe/containers.ts";
import type { Job } from "../../rest/jobs.ts";
import { Button } from "../../ui/button.tsx";
import { CopyLine } from "../../ui/copy-line.tsx";
import { Dialog, DialogActions, NumberedList } from "../../ui/dialog.tsx";
import { ErrorState } from "../../ui/empty-and-error-state.tsx";
import { Outcome } from "../../ui/outcome.tsx";
import { SelectField } from "../../ui/select-field.tsx";
import { TextField } from "../../ui/text-field.tsx";

/** The kind of fault that makes an operator throw. */
const THROW = "throw";

/** Injects an exception into the job, if the playground supports it. */
export function FaultSwitch({ job }: { job: Job }): ReactNode {
  const playground = useFact(playgroundOptions).data;
  const [isOpen, setIsOpen] = useState(false);
  if (playground?.faults.includes(THROW) !== true || job["end-time"] >= 0) return null;
  return (
    <div className="flex items-center justify-between gap-3 border-b border-line px-4 py-2 text-dense leading-5 text-fg-2">
      <span>The playground can inject an exception.</span>
      <Button small hint={INJECT} onPress={() => setIsOpen(true)}>
        Inject an exception
      </Button>
      {isOpen && <FaultDialog job={job} onClose={() => setIsOpen(false)} />}
    </div>
  );
}

const INJECT = { title: "Inject an exception", text: "Makes an operator throw on its next records, as a bug in the job's code would." };

function FaultDialog({ job, onClose }: { job: Job; onClose: () => void }): ReactNode {
  const backend = useBackend();
  const queryClient = useQueryClient();
  const [vertexId, setVertexId] = useState(job.vertices[1]?.id ?? job.vertices[0]?.id ?? "");
  const [text, setText] = useState("1");
  const isNumber = /^[1-9]\d{0,5}$/.test(text.trim());
  const times = Number(text);
  const vertex = job.vertices.find(({ id }) => id === vertexId);
  const inject = useMutation({
    mutationFn: () => injectFault(backend, { kind: THROW, job: job.jid, vertex: vertexId, times }),
    onSettled: () => refreshBackend(queryClient, backend),
  });
  const failure = inject.error === null ? undefined : failureWords(inject.error);
  const body = JSON.stringify({ kind: THROW, job: job.jid, vertex: vertexId, times: isNumber ? times : 1 });
  return (
    <Dialog title={`Inject an exception into ${jobTitle(job)}`} onClose={onClose}>
      <NumberedList>
        <li>The operator throws on its next record, and the task becomes FAILED.</li>
        <li>
          The other tasks are canceled. The job becomes RESTARTING and resumes from its latest checkpoint. Without checkpointing it becomes
          FAILED.
        </li>
        <li>The exception appears on this tab. It repeats after each restart until the count is used up.</li>
      </NumberedList>
      <SelectField
        label="Vertex"
        options={job.vertices.map(({ id, name }) => ({ value: id, label: vertexTitle(name) }))}
        value={vertexId}
        onChange={setVertexId}
      />
      <TextField
        label="Times"
        value={text}
        isShort
        error={isNumber ? undefined : "Enter a whole number of 1 or more."}
        onChange={setText}
      />
      <p className="mt-3 text-dense text-fg-2">Command line (playground API; Flink has no such call)</p>
      <CopyLine
        text={`curl -X POST ${quote(`${restUrlOf(backend) ?? ENGINE_URL}/playground/faults`)} -d ${quote(body)}`}
        label="the curl command"
      />
      {failure !== undefined && <ErrorState words={failure.words} reply={failure.reply} />}
      {inject.isSuccess && (
        <Outcome phase="done">
          {vertex === undefined ? "It" : vertexTitle(vertex.name)} throws on its next{" "}
          {times === 1 ? "record" : formatCounted(times, "record")}.
        </Outcome>
      )}
      <DialogActions>
        <Button onPress={onClose}>{inject.isSuccess ? "Close" : "Cancel"}</Button>
        <Button
          kind="danger"
          disabledReason={inject.isPending ? "The request is in progress." : isNumber ? undefined : "Correct the fields above first."}
          onPress={() => inject.mutate()}
        >
          {inject.isSuccess ? "Inject again" : "Inject"}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
