import { AppError } from '../errors.ts'
import { guidText, sidText } from './ad-values.ts'

/** Extended right to read every change of a naming context [MS-ADTS 5.1.3.2.1]. */
export const REPLICATING_DIRECTORY_CHANGES = '1131f6aa-9c07-11d1-f79f-00c04fc2dcd2'
/** Extended right to read secrets, password hashes included. */
export const REPLICATING_DIRECTORY_CHANGES_ALL = '1131f6ad-9c07-11d1-f79f-00c04fc2dcd2'

const CONTROL_ACCESS = 0x100
const GENERIC_ALL = 0x10000000
const INHERIT_ONLY = 0x08
const ALLOWED = 0
const DENIED = 1
const ALLOWED_OBJECT = 5
const DENIED_OBJECT = 6
const HAS_OBJECT_TYPE = 1
const HAS_INHERITED_TYPE = 2

/**
 * Whether the DACL of a security descriptor gives somebody with these SIDs an extended right (GUID text) [MS-DTYP
 * 2.4.6]. The first entry that concerns the right decides. An empty or unreadable DACL gives nothing.
 */
export function grantsRight(descriptor: Buffer, sids: ReadonlySet<string>, right: string): boolean {
  try {
    return decide(descriptor, sids, right)
  } catch (error) {
    if (error instanceof RangeError || error instanceof AppError) return false
    throw error
  }
}

function decide(descriptor: Buffer, sids: ReadonlySet<string>, right: string): boolean {
  const acl = descriptor.readUInt32LE(16)
  if (acl === 0) return false
  const count = descriptor.readUInt16LE(acl + 4)
  let at = acl + 8
  for (let index = 0; index < count; index++) {
    const size = descriptor.readUInt16LE(at + 2)
    const verdict = judge(descriptor.subarray(at, at + size), sids, right)
    if (verdict !== undefined) return verdict
    at += size
  }
  return false
}

/** What one access control entry says about the right; undefined when it does not concern it or them. */
function judge(ace: Buffer, sids: ReadonlySet<string>, right: string): boolean | undefined {
  const type = ace.readUInt8(0)
  if ((ace.readUInt8(1) & INHERIT_ONLY) !== 0) return undefined
  if (type !== ALLOWED && type !== DENIED && type !== ALLOWED_OBJECT && type !== DENIED_OBJECT)
    return undefined
  if ((ace.readUInt32LE(4) & (CONTROL_ACCESS | GENERIC_ALL)) === 0) return undefined
  let sidAt = 8
  if (type === ALLOWED_OBJECT || type === DENIED_OBJECT) {
    const flags = ace.readUInt32LE(8)
    sidAt = 12
    if ((flags & HAS_OBJECT_TYPE) !== 0) {
      if (guidText(ace.subarray(sidAt, sidAt + 16)) !== right) return undefined
      sidAt += 16
    }
    if ((flags & HAS_INHERITED_TYPE) !== 0) sidAt += 16
  }
  const sidSize = 8 + ace.readUInt8(sidAt + 1) * 4
  if (!sids.has(sidText(ace.subarray(sidAt, sidAt + sidSize)))) return undefined
  return type === ALLOWED || type === ALLOWED_OBJECT
}
