import { z } from 'zod'
import { activeDirectoryConnectionSchema } from '../configuration/schema.ts'

const password = z
  .string({ error: 'Enter the password of the account' })
  .min(1, 'Enter the password of the account')
  .max(1000)

const name = z
  .string({ error: 'Enter a name, for example corp.example' })
  .trim()
  .min(1, 'Enter a name, for example corp.example')
  .max(200)

/** One domain with the containers to synchronise, by DN or objectGUID; no `include` means the whole domain. */
const partitionInput = z.strictObject({
  dn: z.string().min(1).max(4000),
  include: z.array(z.string().min(1).max(4000)).max(10_000).optional(),
  exclude: z.array(z.string().min(1).max(4000)).max(10_000).optional(),
})

export const partitionsInput = z.array(partitionInput).max(1000)
export type PartitionsInput = z.output<typeof partitionsInput>

const activeDirectory = z.strictObject({ ...activeDirectoryConnectionSchema.shape, password })
const ldif = z.strictObject({ uploadId: z.guid('Upload an LDIF file first') })

/** How to reach a directory, with its password: what a test and the wizard's tree need. */
export const directoryInput = z.discriminatedUnion('type', [
  z.object({ type: z.literal('active-directory'), connection: activeDirectory }),
  z.object({ type: z.literal('ldif'), connection: ldif }),
])
export type DirectoryInput = z.output<typeof directoryInput>

const common = {
  name,
  partitions: partitionsInput.optional(),
  /** `staging`: computed and shown, nothing is written until approved. */
  mode: z.enum(['staging', 'active']).default('staging'),
}

/** A connector to create. */
export const connectorInput = z.discriminatedUnion('type', [
  z.strictObject({ ...common, type: z.literal('active-directory'), connection: activeDirectory }),
  z.strictObject({ ...common, type: z.literal('ldif'), connection: ldif }),
])
export type ConnectorInput = z.output<typeof connectorInput>

/** The same body, for a test before saving: name, domains and mode do not matter yet. */
export const connectorTestInput = z.discriminatedUnion('type', [
  z.strictObject({
    name: z.string().optional(),
    partitions: partitionsInput.optional(),
    mode: z.string().optional(),
    type: z.literal('active-directory'),
    connection: activeDirectory,
  }),
  z.strictObject({
    name: z.string().optional(),
    partitions: partitionsInput.optional(),
    mode: z.string().optional(),
    type: z.literal('ldif'),
    connection: ldif,
  }),
])
