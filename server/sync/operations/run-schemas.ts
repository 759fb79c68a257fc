import { z } from 'zod'
import { RUN_STATES } from '../run-context.ts'
import { RUN_PROFILES } from '../start-cycle.ts'

/** Why a run ended early. */
export const runErrorSchema = z.object({
  code: z.string(),
  message: z.string(),
  details: z.unknown().optional(),
})

export const runProgressSchema = z.object({
  phase: z.string().optional(),
  done: z.number().optional(),
  total: z.number().optional(),
})

export const runSchema = z.object({
  id: z.string(),
  cycleId: z.string(),
  connectorId: z.string(),
  connectorName: z.string(),
  profile: z.enum(RUN_PROFILES),
  state: z.enum(RUN_STATES),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  startedBy: z.string(),
  /** Counter of the statistics vocabulary → number of objects. */
  statistics: z.record(z.string(), z.number()),
  progress: runProgressSchema,
  error: runErrorSchema.nullable(),
})
export type RunItem = z.input<typeof runSchema>

export const CYCLE_STATES = ['queued', 'running', 'succeeded', 'warnings', 'failed', 'stopped'] as const

export const cycleSchema = z.object({
  id: z.string(),
  policy: z.enum(['delta', 'full']),
  state: z.enum(CYCLE_STATES),
  startedBy: z.string(),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  runs: z.array(runSchema),
})
export type CycleItem = z.input<typeof cycleSchema>
