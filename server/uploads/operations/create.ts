import { z } from 'zod'
import { probe } from '../../operation/define.ts'
import { receiveUpload, UPLOAD_LIMIT_BYTES } from '../receive-upload.ts'

const RECEIVE_LIMIT_MS = 30 * 60_000

/** Not one transaction: a large file arrives for minutes, and what of it was kept is deleted when it fails. */
export const createUpload = probe({
  name: 'uploads.create',
  summary: `Upload a directory export in LDIF, at most ${UPLOAD_LIMIT_BYTES / 1024 ** 2} MiB, as the raw body`,
  permission: 'upload.create',
  route: {
    method: 'POST',
    path: '/uploads',
    successStatus: 201,
    rawBody: ['application/octet-stream', 'application/ldif', 'text/ldif', 'text/plain'],
  },
  timeoutMs: RECEIVE_LIMIT_MS,
  input: z.object({
    name: z.string().trim().min(1).max(255).default('export.ldf'),
    body: z.custom<AsyncIterable<Uint8Array>>(isByteStream, 'Send the file itself as the body'),
  }),
  output: z.object({
    id: z.string(),
    name: z.string(),
    sizeBytes: z.number(),
    sha256: z.string(),
    entries: z.number(),
    objects: z.record(z.string(), z.number()),
  }),
  run: async ({ input: { name, body }, context, sql }) => {
    const result = await receiveUpload({ name, body, actorId: context.actor?.id ?? '' }, sql)
    const { id, sizeBytes, sha256, entries } = result
    const target = { type: 'upload', id, name }
    return { result, change: { action: 'upload.created', target, after: { sizeBytes, sha256, entries } } }
  },
})

function isByteStream(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value
}
