import { describe, expect, it } from 'vitest'
import { AppError } from '../../errors.ts'
import { type LdifEntry, type LdifLimits, parseLdif } from './parse.ts'

async function* chunksOf(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size)
}

async function parse(file: string | Uint8Array, chunkSize = 1024, limits?: LdifLimits): Promise<LdifEntry[]> {
  const entries: LdifEntry[] = []
  for await (const entry of parseLdif(chunksOf(Buffer.from(file), chunkSize), limits)) entries.push(entry)
  return entries
}

async function refusal(file: string | Uint8Array, limits?: LdifLimits): Promise<unknown> {
  try {
    await parse(file, 1024, limits)
  } catch (error) {
    if (error instanceof AppError) return { code: error.code, ...error.details, message: error.message }
    throw error
  }
  return 'accepted'
}

const valuesOf = (entry: LdifEntry | undefined) =>
  entry?.values.map(({ name, value }) => [
    name,
    typeof value === 'string' ? value : Buffer.from(value).toString(),
  ])

describe('parseLdif', () => {
  it('reads entries with the line of their dn', async () => {
    const entries = await parse(
      'version: 1\n\n# comment\ndn: CN=a,DC=x\ncn: a\nsn:  b\n\n\ndn: DC=x\ndc: x\n',
    )
    expect(entries.map(({ dn, line }) => [dn, line])).toEqual([
      ['CN=a,DC=x', 4],
      ['DC=x', 9],
    ])
    expect(valuesOf(entries[0])).toEqual([
      ['cn', 'a'],
      ['sn', 'b'],
    ])
  })

  it('joins continuation lines of text, base64, dn and comments', async () => {
    const base64 = Buffer.from('Jürgen Müller').toString('base64')
    const file = [
      '# a comment',
      ' that goes on: here',
      'dn: CN=a,',
      ' DC=x',
      `displayName:: ${base64.slice(0, 5)}`,
      ` ${base64.slice(5)}`,
      'description: one ',
      ' two',
      '  three',
      '',
    ]
    for (const end of ['\n', '\r\n']) {
      const [entry] = await parse(file.join(end))
      expect(entry?.dn).toBe('CN=a,DC=x')
      expect(valuesOf(entry)).toEqual([
        ['displayName', 'Jürgen Müller'],
        ['description', 'one two three'],
      ])
    }
  })

  it('gives the same entries wherever the chunks end, also inside a character or a fold', async () => {
    const file = `\ufeffversion: 1\r\ndn:: ${Buffer.from('CN=佐藤,DC=x').toString('base64')}\r\ndisplayName: 佐藤 太\r\n 郎\r\nsn: 𠮷田\r\n\r\ndn: DC=x\r\ndc: x`
    const whole = await parse(file)
    expect(whole.map(({ dn }) => dn)).toEqual(['CN=佐藤,DC=x', 'DC=x'])
    expect(valuesOf(whole[0])).toEqual([
      ['displayName', '佐藤 太郎'],
      ['sn', '𠮷田'],
    ])
    for (let size = 1; size < 40; size++) expect(await parse(file, size), `chunks of ${size}`).toEqual(whole)
  })

  it('joins a character that is folded in its middle', async () => {
    const [head, tail] = [Buffer.from('dn: DC=x\nsn: M'), Buffer.from('ller\n')]
    const [entry] = await parse(
      Buffer.concat([head, Buffer.from([0xc3]), Buffer.from('\n '), Buffer.from([0xbc]), tail]),
    )
    expect(valuesOf(entry)).toEqual([['sn', 'Müller']])
  })

  it('reads attribute options', async () => {
    const [entry] = await parse('dn: DC=x\nuserCertificate;Binary:: AAEC\nmember;range=0-1: CN=a\n')
    expect(entry?.values.map(({ name, options }) => [name, ...options])).toEqual([
      ['userCertificate', 'binary'],
      ['member', 'range=0-1'],
    ])
  })

  it('reads what ldifde writes: UTF-16 and changetype add', async () => {
    const text = 'dn: CN=Żółw,DC=x\r\nchangetype: add\r\ncn: Żółw\r\n'
    const entries = await parse(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]), 3)
    expect(entries.map(valuesOf)).toEqual([[['cn', 'Żółw']]])
  })

  it('reads past the result lines of ldapsearch', async () => {
    const file =
      'dn: DC=x\ndc: x\n\n# search reference\nref: ldap://d.x/DC=d\n\n# search result\nsearch: 2\nresult: 0 Success\n'
    expect(await parse(file)).toHaveLength(1)
  })

  it('keeps empty values, values with colons and trailing blanks', async () => {
    const [entry] = await parse('dn: DC=x\na:\nb: c: d \n')
    expect(valuesOf(entry)).toEqual([
      ['a', ''],
      ['b', 'c: d '],
    ])
  })

  it.each([
    ['a line without a colon', 'dn: DC=x\ndc: x\nbroken line\n', 'ldif.malformed', 3, 'DC=x'],
    ['an attribute name with a blank', 'dn: DC=x\nd c: x\n', 'ldif.malformed', 2, 'DC=x'],
    ['a URL value', 'dn: DC=x\njpegPhoto:< file:///etc/passwd\n', 'ldif.url_refused', 2, 'DC=x'],
    ['broken base64', 'dn: DC=x\nsn:: a=b=\n', 'ldif.malformed', 2, 'DC=x'],
    ['base64 that was cut', 'dn: DC=x\nsn:: TcO8bGxlc\n', 'ldif.malformed', 2, 'DC=x'],
    ['an entry without dn', 'dn: DC=x\ndc: x\n\nobjectClass: user\ncn: a\n', 'ldif.malformed', 4, undefined],
    ['a second dn in an entry', 'dn: DC=x\ndc: x\ndn: DC=y\n', 'ldif.malformed', 3, 'DC=x'],
    ['a dn that is none', 'version: 1\ndn: nonsense\n', 'ldif.malformed', 2, undefined],
    ['a base64 dn that is not UTF-8', 'dn:: /w==\n', 'ldif.malformed', 1, undefined],
    ['another version', 'version: 2\ndn: DC=x\n', 'ldif.malformed', 1, undefined],
    ['a continuation after a blank line', 'dn: DC=x\ndc: x\n\n cn: a\n', 'ldif.malformed', 4, undefined],
    ['change records', 'dn: DC=x\nchangetype: modify\nreplace: dc\n', 'ldif.change_record', 2, 'DC=x'],
    ['a delete record', 'dn: DC=x\nchangetype: delete\n', 'ldif.change_record', 2, 'DC=x'],
    ['a control', 'dn: DC=x\ncontrol: 1.2.3 true\nchangetype: add\n', 'ldif.change_record', 2, 'DC=x'],
    [
      'a search that hit a limit',
      'dn: DC=x\ndc: x\n\nsearch: 2\nresult: 4 Size limit exceeded\n',
      'ldif.incomplete_export',
      5,
      undefined,
    ],
  ])('refuses %s, naming line and entry', async (_name, file, code, line, dn) => {
    expect(await refusal(file)).toEqual({
      code,
      line,
      ...(dn === undefined ? {} : { dn }),
      message: expect.stringMatching(new RegExp(`^Line ${line}\\b.*\\.$`, 's')),
    })
  })

  it('refuses bytes that are no UTF-8, but not the replacement character itself', async () => {
    const latin1 = Buffer.from('dn: DC=x\ncn: a\nsn: Müller\n', 'latin1')
    expect(await refusal(latin1)).toMatchObject({ code: 'ldif.malformed', line: 3, dn: 'DC=x' })
    expect(await refusal('dn: DC=x\nsn: a\ufffdb\n')).toBe('accepted')
  })

  it('refuses lines and entries over their limits', async () => {
    const limits = { line: 50, entry: 100 }
    expect(await refusal(`dn: DC=x\nsn: ${'a'.repeat(60)}\n`, limits)).toMatchObject({
      code: 'ldif.line_too_long',
      line: 2,
    })
    expect(await refusal(`dn: DC=x\nsn: a\n ${'a'.repeat(30)}\n ${'a'.repeat(30)}\n`, limits)).toMatchObject({
      code: 'ldif.line_too_long',
      line: 2,
    })
    expect(await refusal(`dn: DC=x\nsn: ${'a'.repeat(60)}`, limits)).toMatchObject({
      code: 'ldif.line_too_long',
      line: 2,
    })
    expect(await refusal(`dn: DC=x\n${`sn: ${'a'.repeat(30)}\n`.repeat(4)}`, limits)).toMatchObject({
      code: 'ldif.entry_too_large',
      line: 4,
      dn: 'DC=x',
    })
  })

  it('gives nothing for an empty file', async () => {
    expect(await parse('')).toEqual([])
    expect(await parse('version: 1')).toEqual([])
  })
})
