import { describe, expect, it } from 'vitest'
import type { CycleItem, Overview } from '../../../_shell/api-types.ts'
import { overallStatus } from './overall-status.ts'

const cycle: CycleItem = {
  id: 'c1',
  policy: 'delta',
  state: 'succeeded',
  startedBy: 'schedule',
  createdAt: '2026-01-01T00:00:00.000Z',
  startedAt: null,
  finishedAt: null,
  runs: [],
}

const healthy: Overview = {
  mode: 'active',
  connectors: [
    {
      id: 'k1',
      name: 'corp.example',
      type: 'active-directory',
      role: 'source',
      stage: 'active',
      sample: false,
      objects: 3,
    },
  ],
  runningCycle: null,
  lastCycle: cycle,
  pending: { adds: 0, updates: 0, deletes: 0, disables: 0, blocked: false, reasons: [] },
  errors: 0,
  metaverseObjects: 3,
}

describe('overallStatus', () => {
  it('is healthy when the last cycle succeeded and no object failed', () => {
    expect(overallStatus(healthy).status).toBe('healthy')
  })

  it('says that nothing is connected when there is only the target', () => {
    expect(overallStatus({ ...healthy, connectors: [] }).status).toBe('unknown')
  })

  it('puts blocked deletes before a running cycle', () => {
    const blocked = { ...healthy, runningCycle: cycle, pending: { ...healthy.pending, blocked: true } }
    expect(overallStatus(blocked).status).toBe('quarantined')
  })

  it('warns with the number of objects that failed', () => {
    expect(overallStatus({ ...healthy, errors: 1 })).toEqual({
      status: 'warning',
      sentence: 'Identity is flowing, but 1 object has errors.',
    })
  })

  it('is staging while nothing is written', () => {
    expect(overallStatus({ ...healthy, mode: 'staging' }).status).toBe('staging')
  })
})
