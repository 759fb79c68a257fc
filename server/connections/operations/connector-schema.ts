import { z } from 'zod'

export const connectorSchema = z.object({
  id: z.string(),
  name: z.string(),
  type: z.enum(['active-directory', 'ldif', 'cloud-directory']),
  role: z.enum(['source', 'target']),
  /** `staged`: imported, but not synchronised until approved. */
  stage: z.enum(['active', 'staged']),
  sample: z.boolean(),
  createdAt: z.string(),
  /** Settings without secrets; null for the sample and the cloud directory. */
  connection: z
    .union([
      z.object({
        hosts: z.array(z.string()),
        port: z.number().optional(),
        security: z.enum(['ldaps', 'starttls']),
        caCertificate: z.string().optional(),
        account: z.string(),
      }),
      z.object({ uploadId: z.string() }),
    ])
    .nullable(),
  partitions: z.array(
    z.object({ dn: z.string(), include: z.array(z.string()), exclude: z.array(z.string()) }),
  ),
  objects: z.number(),
  pendingImport: z.number(),
  pendingExport: z.number(),
  errors: z.number(),
  fullImportAt: z.string().nullable(),
  lastRun: z
    .object({ id: z.string(), profile: z.string(), state: z.string(), finishedAt: z.string().nullable() })
    .nullable(),
})
export type ConnectorItem = z.input<typeof connectorSchema>
