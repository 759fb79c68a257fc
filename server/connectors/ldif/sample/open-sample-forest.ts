import { createReadStream } from 'node:fs'

/** The forest that ships with Lockstep, `corp.example`, as LDIF from its beginning; see docs/sample-forest.md. */
export function openSampleForest(): AsyncIterable<Uint8Array> {
  return createReadStream(new URL('./forest.ldif', import.meta.url))
}
