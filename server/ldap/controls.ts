import { BerWriter, Control, PagedResultsControl } from 'ldapts'

const OCTET_STRING = 0x04

/** DNs are returned as `<GUID=…>;<SID=…>;DN` with hyphenated GUIDs [MS-ADTS 3.1.1.3.4.1.5]. */
export class ExtendedDnControl extends Control {
  constructor() {
    super('1.2.840.113556.1.4.529', { critical: true })
  }

  protected override writeControl(writer: BerWriter): void {
    writeNumber(writer, 1)
  }
}

/** Deleted objects are found too [MS-ADTS 3.1.1.3.4.1.14]. */
export class ShowDeletedControl extends Control {
  constructor() {
    super('1.2.840.113556.1.4.417', { critical: true })
  }
}

/** nTSecurityDescriptor is returned with its DACL only, which ordinary accounts may read [MS-ADTS 3.1.1.3.4.1.11]. */
export class DaclOnlyControl extends Control {
  constructor() {
    super('1.2.840.113556.1.4.801', { critical: true })
  }

  protected override writeControl(writer: BerWriter): void {
    writeNumber(writer, 4)
  }
}

/** Asks for one page; `cookie` of the page before, undefined for the first [RFC 2696]. */
export function pageControl(size: number, cookie: Buffer | undefined): Control {
  return new PagedResultsControl({ critical: true, value: { size, ...(cookie && { cookie }) } })
}

function writeNumber(writer: BerWriter, value: number): void {
  const inner = new BerWriter()
  inner.startSequence()
  inner.writeInt(value)
  inner.endSequence()
  writer.writeBuffer(inner.buffer, OCTET_STRING)
}
