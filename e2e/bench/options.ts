import { parseArgs } from 'node:util'

export type BenchOptions = {
  readonly users: number
  readonly rounds: number
  /** Print JSON and nothing else. */
  readonly json: boolean
}

/** Reads the command line. Throws an Error that says what is wrong and what to enter. */
export function readOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      users: { type: 'string', default: '10000' },
      rounds: { type: 'string', default: '3' },
      json: { type: 'boolean', default: false },
    },
  })
  return {
    users: wholeNumber('--users', values.users, 20, 1_000_000),
    rounds: wholeNumber('--rounds', values.rounds, 1, 21),
    json: values.json,
  }
}

function wholeNumber(name: string, text: string, smallest: number, largest: number): number {
  const number = Number(text)
  if (Number.isInteger(number) && number >= smallest && number <= largest) return number
  throw new Error(`${name} is a whole number from ${smallest} to ${largest}, not "${text}".`)
}
