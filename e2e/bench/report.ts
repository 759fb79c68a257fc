import { cpus, loadavg, totalmem } from 'node:os'
import type { RunProfile } from '../../server/sync/start-cycle.ts'
import type { CycleMeasure } from './cycle.ts'

/** One measurement of everything, on a new installation. */
export type Round = {
  /** `ldapsearch`, the mean of right before and right after the initial cycle. */
  readonly baselineSeconds: number
  readonly initial: CycleMeasure
  readonly unchanged: CycleMeasure
  readonly plannerPerSecond: number
}

export type Report = {
  readonly machine: {
    readonly cores: number
    readonly model: string
    readonly memoryMegabytes: number
    /** Load average of the last five minutes: well above 2 with nothing else running is other work. */
    readonly load: number
  }
  readonly users: number
  readonly groups: number
  readonly memberships: number
  /** Entries that the source has in scope. */
  readonly objects: number
  readonly at: string
  readonly rounds: readonly Round[]
}

/** The most that the initial cycle may cost in times of `ldapsearch`. */
const TARGET_RATIO = 4
const TARGET_PEAK_MEGABYTES = 400

export function machine(): Report['machine'] {
  const processors = cpus()
  return {
    cores: processors.length,
    model: processors[0]?.model ?? 'unknown',
    memoryMegabytes: Math.round(totalmem() / 1024 ** 2),
    load: loadavg()[1] ?? 0,
  }
}

/** The report as a table for people: medians over the rounds; ratios are medians of the rounds' own ratios. */
export function table(report: Report): string {
  const { machine: host, rounds, objects } = report
  const seconds = (of: (round: Round) => number) => median(rounds.map(of))
  const line = (name: string, of: (round: Round) => number, note = '') => {
    const ratio = median(rounds.map((round) => of(round) / round.baselineSeconds))
    return row(name, seconds(of).toFixed(2), rate(objects / seconds(of)), `${ratio.toFixed(2)} ×`, note)
  }
  const phase =
    (...profiles: RunProfile[]) =>
    ({ initial }: Round) =>
      profiles.reduce((sum, profile) => sum + (initial.phaseSeconds[profile] ?? 0), 0)
  const peak = median(rounds.map(({ initial }) => initial.peakMegabytes))
  return [
    `${host.cores} cores (${host.model}), ${host.memoryMegabytes} MB memory, load ${host.load.toFixed(1)}; median of ${rounds.length}`,
    `${report.users} users, ${report.groups} groups, ${report.memberships} memberships: ${objects} objects in scope`,
    '',
    row('', 'seconds', 'objects/s', '× ldapsearch', ''),
    line('ldapsearch', (round) => round.baselineSeconds),
    line('import', phase('full-import', 'delta-import')),
    line('synchronise, references included', phase('full-sync', 'delta-sync')),
    line('export, references included', phase('export')),
    line('confirming import', phase('confirming-import')),
    line('initial cycle to the last export', ({ initial }) => initial.exportedSeconds),
    line('initial cycle', ({ initial }) => initial.wholeSeconds, `target ≤ ${TARGET_RATIO} ×`),
    line('second cycle, nothing changed', ({ unchanged }) => unchanged.wholeSeconds),
    '',
    `planner alone: ${rate(median(rounds.map((round) => round.plannerPerSecond)))} objects/s`,
    `peak memory of the worker: ${peak} MB (VmHWM; target ≤ ${TARGET_PEAK_MEGABYTES} MB)`,
  ].join('\n')
}

function row(name: string, ...[seconds = '', perSecond = '', ratio = '', note = '']: string[]): string {
  return `${name.padEnd(36)}${seconds.padStart(9)}${perSecond.padStart(12)}${ratio.padStart(14)}  ${note}`.trimEnd()
}

function rate(perSecond: number): string {
  return Math.round(perSecond).toLocaleString('en-US')
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}
