'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { failureOf } from '../../../../_shell/failure.ts'
import { useMissingPermission } from '../../../../_shell/permissions.ts'
import { Button, ButtonLink } from '../../../../_ui/button.tsx'
import { ErrorSummary, type FormProblem } from '../../../../_ui/error-summary.tsx'
import { fileInputClass, TextField } from '../../../../_ui/field.tsx'
import { formatBytes } from '../../../../_ui/format.ts'
import { Progress } from '../../../../_ui/progress.tsx'
import { messages } from '../messages.ts'
import { stepHref } from '../steps.ts'
import { useDraft } from './draft.tsx'
import { sendUpload } from './send-upload.ts'

/** An LDIF export goes up whole; the server says at once when a line of it is wrong. */
export function UploadStep() {
  const router = useRouter()
  const { draft, change } = useDraft()
  const missing = useMissingPermission('upload.create')
  const [file, setFile] = useState<File>()
  const [sent, setSent] = useState<number>()
  const [problems, setProblems] = useState<readonly FormProblem[]>([])

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (sent !== undefined) return
    if (file === undefined) {
      if (draft.upload !== null) return router.push(stepHref('review'))
      return setProblems([{ field: 'file', message: messages.fileMissing }])
    }
    setProblems([])
    setSent(0)
    try {
      const { id, entries } = await sendUpload(file, setSent)
      change({ upload: { id, name: file.name, entries }, name: draft.name || file.name, tested: [] })
      router.push(stepHref('review'))
    } catch (error) {
      setProblems([{ field: 'file', message: failureOf(error).message }])
    } finally {
      setSent(undefined)
    }
  }
  const fileProblem = problems.find(({ field }) => field === 'file')?.message
  return (
    <form noValidate onSubmit={submit} className="flex flex-col gap-4">
      <h2 className="text-section font-semibold">{messages.connectLdif}</h2>
      <ErrorSummary problems={problems} />
      <div className="flex flex-col gap-1">
        <label htmlFor="file" className="font-semibold">
          {messages.file}
        </label>
        <input
          id="file"
          type="file"
          accept=".ldif,.ldf,.txt"
          aria-invalid={fileProblem === undefined ? undefined : true}
          aria-describedby="file-help"
          onChange={(event) => setFile(event.target.files?.[0])}
          className={fileInputClass}
        />
        <p id="file-help" className="text-caption text-muted">
          {messages.fileHelp}
        </p>
        {draft.upload === null ? null : <p>{messages.uploaded(draft.upload.name, draft.upload.entries)}</p>}
      </div>
      <TextField
        id="name"
        label={messages.name}
        help={messages.nameHelp}
        value={draft.name}
        onChange={(event) => change({ name: event.target.value })}
      />
      {sent === undefined || file === undefined ? null : (
        <Progress label={`${messages.uploading}, ${formatBytes(file.size)}`} done={sent} total={file.size} />
      )}
      <div className="flex flex-wrap gap-2">
        <ButtonLink href={stepHref('choose')}>{messages.back}</ButtonLink>
        <Button type="submit" variant="primary" busy={sent !== undefined} disabledReason={missing}>
          {messages.upload}
        </Button>
      </div>
    </form>
  )
}
