import { z } from 'zod'

/** A selected domain with included and excluded containers, by objectGUID. */
export const partitionSchema = z.strictObject({
  dn: z.string().min(1).max(4000),
  include: z.array(z.guid()).max(10_000),
  exclude: z.array(z.guid()).max(10_000),
})

export const activeDirectoryConnectionSchema = z.strictObject({
  hosts: z.array(z.string().min(1).max(253)).min(1).max(16),
  port: z.int().min(1).max(65535).optional(),
  security: z.enum(['ldaps', 'starttls']),
  /** PEM. */
  caCertificate: z.string().max(200_000).optional(),
  account: z.string().min(1).max(1000),
})

export const connectorSettingsSchema = z.discriminatedUnion('type', [
  z.strictObject({
    id: z.guid(),
    name: z.string(),
    type: z.literal('active-directory'),
    ordinal: z.int(),
    connection: activeDirectoryConnectionSchema,
    /** The sealed password, by reference. */
    secretId: z.guid(),
    partitions: z.array(partitionSchema),
  }),
  z.strictObject({
    id: z.guid(),
    name: z.string(),
    type: z.literal('ldif'),
    ordinal: z.int(),
    /** `sample` is the forest that ships with the product. */
    source: z.union([
      z.strictObject({ uploadId: z.guid() }),
      z.strictObject({ builtIn: z.literal('sample') }),
    ]),
    partitions: z.array(partitionSchema),
  }),
  z.strictObject({ id: z.guid(), name: z.string(), type: z.literal('cloud-directory'), ordinal: z.int() }),
])

const limitSchema = z.strictObject({ count: z.int(), percent: z.int(), minimum: z.int() })

/** The whole configuration: one value, versioned. Secrets are referenced, never contained. */
export const configurationSchema = z.strictObject({
  format: z.literal(1),
  connectors: z.array(connectorSettingsSchema),
  rules: z.strictObject({ set: z.literal('lockstep-1'), disabled: z.array(z.string()) }),
  guard: z.strictObject({ deletes: limitSchema, disables: limitSchema, holdDeletesOnly: z.boolean() }),
})

export type Configuration = z.output<typeof configurationSchema>
export type ConnectorSettings = z.output<typeof connectorSettingsSchema>
export type ActiveDirectorySettings = Extract<ConnectorSettings, { type: 'active-directory' }>

const GUARD_LIMIT = { count: 500, percent: 40, minimum: 20 }

/** What a new installation starts with: no source yet, shipped rules, guard on. */
export function initialConfiguration(cloudConnectorId: string): Configuration {
  return {
    format: 1,
    connectors: [{ id: cloudConnectorId, name: 'Cloud directory', type: 'cloud-directory', ordinal: 0 }],
    rules: { set: 'lockstep-1', disabled: [] },
    guard: { deletes: GUARD_LIMIT, disables: GUARD_LIMIT, holdDeletesOnly: false },
  }
}
