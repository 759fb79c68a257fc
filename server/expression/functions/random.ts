import type { Frame } from '../frame.ts'
import { sha256 } from '../sha256.ts'

/** 16 bytes that follow from the scope's seed and the number of draws before, so that an evaluation repeats. */
export function drawBytes(frame: Frame): Uint8Array {
  frame.draws++
  return sha256(new TextEncoder().encode(`${frame.draws}\n${frame.scope.seed}`)).subarray(0, 16)
}
