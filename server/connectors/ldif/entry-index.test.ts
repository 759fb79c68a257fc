import { describe, expect, it } from 'vitest'
import { createEntryIndex } from './entry-index.ts'
import { guidFromName } from './guid-sid.ts'

describe('createEntryIndex', () => {
  it('finds every one of 20,000 entries by DN and by anchor, however regular the anchors are', () => {
    const index = createEntryIndex()
    const anchorOf = (n: number) =>
      n % 2 === 0 ? guidFromName(`${n}`) : `00000000-0000-0000-0000-${String(n).padStart(12, '0')}`
    for (let n = 0; n < 20_000; n++) index.add(`cn=${n}`, { anchor: anchorOf(n), line: n, container: n % 7 })
    for (let n = 0; n < 20_000; n += 37) {
      const entry = { anchor: anchorOf(n), line: n, container: n % 7 }
      expect(index.findByDn(`cn=${n}`)).toEqual(entry)
      expect(index.findByAnchor(anchorOf(n))).toEqual(entry)
    }
    expect(index.findByDn('cn=20000')).toBeUndefined()
    expect(index.findByAnchor(guidFromName('other'))).toBeUndefined()
  })

  it('keeps the first entry with a DN, and the first with an anchor', () => {
    const index = createEntryIndex()
    const [one, two] = [guidFromName('1'), guidFromName('2')]
    index.add('cn=a', { anchor: one, line: 1, container: 0 })
    index.add('cn=a', { anchor: two, line: 2, container: 0 })
    index.add('cn=b', { anchor: one, line: 3, container: 0 })
    expect(index.findByDn('cn=a')?.line).toBe(1)
    expect(index.findByAnchor(two)?.line).toBe(2)
    expect(index.findByAnchor(one)?.line).toBe(1)
    expect(index.findByDn('cn=b')?.line).toBe(3)
  })
})
