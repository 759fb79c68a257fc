import { Pill, type Status } from '../../../_ui/pill.tsx'

type Meaning = { readonly status: Status; readonly word: string; readonly help?: string }

/** The run history's status vocabulary in plain words. */
const MEANING: Readonly<Record<string, Meaning>> = {
  queued: { status: 'paused', word: 'Queued' },
  running: { status: 'running', word: 'Running' },
  'in-progress': { status: 'running', word: 'Running' },
  success: { status: 'healthy', word: 'Success' },
  succeeded: { status: 'healthy', word: 'Success' },
  finished: { status: 'healthy', word: 'Finished' },
  'completed-discovery-errors': {
    status: 'warning',
    word: 'Import errors',
    help: 'Some entries could not be read. The others were.',
  },
  'completed-sync-errors': {
    status: 'warning',
    word: 'Sync errors',
    help: 'Some objects could not be synchronised. The others were.',
  },
  'completed-export-errors': {
    status: 'warning',
    word: 'Export errors',
    help: 'Some changes were refused by the target. The others were written.',
  },
  'completed-warnings': {
    status: 'warning',
    word: 'Warnings',
    help: 'Fix errors first; warnings often clear by themselves.',
  },
  'stopped-server-down': {
    status: 'error',
    word: 'Server down',
    help: 'The connected directory stopped answering. Nothing is deleted because of it; the next run goes on.',
  },
  'stopped-bad-server-credentials': {
    status: 'error',
    word: 'Bad credentials',
    help: 'The connected directory no longer accepts the account. Check its password and expiry.',
  },
  'stopped-deletion-threshold-exceeded': {
    status: 'quarantined',
    word: 'Too many deletes',
    help: 'More objects would be deleted than the limit allows. Review and approve them, or correct the source.',
  },
  'stopped-error': { status: 'error', word: 'Stopped', help: 'The run ended with an error.' },
  'stopped-user-termination': { status: 'paused', word: 'Stopped by a person' },
  'no-start-credentials': {
    status: 'error',
    word: 'Could not sign in',
    help: 'Could not sign in to the source. Check the account and its password.',
  },
  'no-start-connection': {
    status: 'error',
    word: 'No connection',
    help: 'The connected directory could not be reached. Check host name, port and certificate.',
  },
  'no-start-partition': {
    status: 'error',
    word: 'Domain missing',
    help: 'A selected domain does not exist any more. Check the selection of domains and OUs.',
  },
  'no-start-staging': { status: 'staging', word: 'Staging', help: 'Nothing is exported in staging mode.' },
  'no-start-no-full-import': {
    status: 'paused',
    word: 'Waits for full import',
    help: 'Every connector must have finished one full import first.',
  },
  'not-run': { status: 'paused', word: 'Not run', help: 'An earlier step of the cycle ended it.' },
  failed: { status: 'error', word: 'Failed' },
  stopped: { status: 'error', word: 'Stopped' },
  cancelled: { status: 'paused', word: 'Stopped by a person' },
}

function meaningOf(state: string): Meaning {
  return MEANING[state] ?? { status: 'unknown', word: state }
}

export function RunStatePill({ state }: { state: string }) {
  const { status, word } = meaningOf(state)
  return <Pill status={status}>{word}</Pill>
}

/** What the state means and what to do about it; undefined when there is nothing to say. */
export function runStateHelp(state: string): string | undefined {
  return meaningOf(state).help
}

export function isUnderWay(state: string): boolean {
  return state === 'queued' || state === 'running' || state === 'in-progress'
}

const PROFILES: Readonly<Record<string, string>> = {
  'full-import': 'Full import',
  'delta-import': 'Delta import',
  'full-synchronization': 'Full synchronization',
  'delta-synchronization': 'Delta synchronization',
  'full-sync': 'Full synchronization',
  'delta-sync': 'Delta synchronization',
  export: 'Export',
  'confirming-import': 'Confirming import',
}

/** "Full import" for `full-import`. */
export function profileName(profile: string): string {
  return PROFILES[profile] ?? profile
}
