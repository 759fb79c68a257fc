import { describe, expect, it } from 'vitest'
import { resultOf } from '../evaluate-for-test.ts'

type Case = readonly [
  text: string,
  expected: unknown,
  attributes?: Readonly<Record<string, string | { b: string } | number>>,
]

function holds(cases: readonly Case[]): void {
  it.each(cases.map(([text, expected, attributes]) => ({ text, expected, attributes })))(
    '$text',
    ({ text, expected, attributes }) => {
      expect(resultOf(text, attributes)).toEqual(expected)
    },
  )
}

describe('text cuts', () => {
  holds([
    ['Left("John",0)', null],
    ['Left("John",-1)', 'John'],
    ['Left("John",9)', 'John'],
    ['Left("John",9223372036854775807)', 'John'],
    ['Right("John",0)', null],
    ['Right("John",-1)', 'John'],
    ['Right("John",9)', 'John'],
    ['Mid("John",2,2)', 'oh'],
    ['Mid("John",2,99)', 'ohn'],
    ['Mid("John",2)', 'ohn'],
    ['Mid("John",4,1)', 'n'],
    ['Mid("John",5,1)', 'John'],
    ['Mid("John",0,1)', 'John'],
    ['Mid("John",-3,1)', 'John'],
    ['Mid("John",2,0)', null],
    ['Mid("John",2,-1)', 'John'],
    ['Mid([b],2,1)', { b: 'Ag==' }, { b: { b: 'AQID' } }],
    ['Mid([b],9,1)', { b: 'AQID' }, { b: { b: 'AQID' } }],
    ['Len([b])', 3, { b: { b: 'AQID' } }],
    ['Word("a,,c",3,",")', 'c'],
    ['Word("a,,c",2,",")', null],
    ['Word("a b",0," ")', null],
    ['Word("a b",3," ")', null],
    ['Word("abc",1,",")', 'abc'],
    ['Word("abc",1,"")', 'abc'],
    ['PadLeft("abc",2,"0")', 'abc'],
    ['PadRight("ab",4,"-")', 'ab--'],
    ['LTrim(" a ") & "|"', 'a |'],
    ['Trim([a])', 'a', { a: '\u00a0\t\u2003\u0085a\u3000\r\n' }],
    ['Trim([a])', 'a\u200b', { a: ' a\u200b' }],
  ])

  it('never leaves half a surrogate pair', () => {
    const attributes = { a: 'x😀y' }
    expect(resultOf('Len([a])', attributes)).toBe(4)
    expect(resultOf('Left([a],2)', attributes)).toBe('x')
    expect(resultOf('Left([a],3)', attributes)).toBe('x😀')
    expect(resultOf('Right([a],2)', attributes)).toBe('y')
    expect(resultOf('Right([a],3)', attributes)).toBe('😀y')
    expect(resultOf('Mid([a],2,1)', attributes)).toBe(null)
    expect(resultOf('Mid([a],3,2)', attributes)).toBe('y')
    expect(resultOf('Mid([a],2,2)', attributes)).toBe('😀')
  })
})

describe('text', () => {
  holds([
    ['UCase("straße é")', 'STRASSE É'],
    ['PCase("john von NEUMANN o\'neil")', "John Von NEUMANN O'neil"],
    ['PCase("ålesund  x")', 'Ålesund  X'],
    ['PCase(LCase("TEST"))', 'Test'],
    ['InStr("abcABC","B",1,vbTextCompare)', 2],
    ['InStr("abcABC","B",1,vbBinaryCompare)', 5],
    ['InStr("abcabc","b",3)', 5],
    ['InStr("abc","b",9)', 0],
    ['InStr("abc","x")', 0],
    ['InStr("İstanbul","STANBUL",1,vbTextCompare)', 2],
    ['InStrRev("abcabc","bc",4)', 2],
    ['InStrRev("abcABC","b",6,vbTextCompare)', 5],
    ['InStrRev("abc","x")', 0],
    ['Replace("a.b.c",".","")', 'abc'],
    ['Replace("a","","x")', 'a'],
    ['Replace([a],"\\t"," ")', 'a b', { a: 'a\tb' }],
    ['Replace("a-b","-","\\r\\n")', 'a\r\nb'],
    ['Replace("$&","&","$1")', '$$1'],
    ['ReplaceChars("Ångström","Å:A, ö : oe ,m:")', 'Angstroe'],
    ['ReplaceChars("aA","a:b")', 'bA'],
    ['Split("a,b,c",",",2)', ['a', 'b,c']],
    ['Split("abc",",")', ['abc']],
    ['Count(Split("a,,c",","))', 3],
    ['Item(Split("a;b",";"),2)', 'b'],
  ])
})

describe('multi-valued', () => {
  it('Contains finds text by part and references exactly', () => {
    const attributes = { p: ['smtp:a@x.test', 'SMTP:b@x.test'] }
    expect(resultOf('Contains([p],"SMTP:")', attributes)).toBe(2)
    expect(resultOf('Contains([p],"SMTP:",CaseInsensitive)', attributes)).toBe(1)
    expect(resultOf('Contains([p],"none")', attributes)).toBe(0)
    expect(resultOf('Contains(CRef([d]),"CN=a")', { d: ['CN=ab', 'CN=a'] })).toBe(2)
    expect(resultOf('ItemOrNull([p],9)', attributes)).toBe(null)
    expect(resultOf('ItemOrNull([p],0)', attributes)).toBe(null)
  })

  it('Join puts one space between values by default', () => {
    expect(resultOf('Join([p])', { p: ['a', 'b'] })).toBe('a b')
    expect(resultOf('Join([p],"")', { p: ['a', 'b'] })).toBe('ab')
    expect(resultOf('Join([p],"; ")', { p: ['a', 'b'] })).toBe('a; b')
  })

  it('RemoveDuplicates keeps the first of exactly equal values, in order', () => {
    expect(resultOf('RemoveDuplicates([p])', { p: ['b', 'a', 'B', 'b', 'a'] })).toEqual(['b', 'a', 'B'])
    expect(resultOf('RemoveDuplicates([p])', { p: [{ b: 'AQ==' }, { b: 'AQ==' }] })).toEqual([{ b: 'AQ==' }])
  })
})

describe('conversion', () => {
  const guid = '00112233-4455-6677-8899-aabbccddeeff'
  holds([
    ['CBool(0)', false],
    ['CBool(-5)', true],
    ['CBool("True")', true],
    ['CBool("0")', false],
    ['CStr(True)', 'True'],
    ['CStr(-5)', '-5'],
    ['CStr("x")', 'x'],
    ['CStr(CRef("CN=x"))', 'CN=x'],
    ['CNum(" 42 ")', 42],
    ['CNum("-9223372036854775808")', { n: '-9223372036854775808' }],
    ['CNum("9223372036854775808")', 'expression.overflow'],
    ['CNum("1.5")', 'expression.conversion_failed'],
    ['CNum([b])', 513, { b: { b: 'AQI=' } }],
    ['CBin(513,2)', { b: 'AQI=' }],
    ['CBin(256,1)', 'expression.overflow'],
    [`CGuid("${guid}")`, { b: 'MyIRAFVEd2aImaq7zN3u/w==' }],
    [`CGuid("{${guid}}") = CGuid("${guid}")`, true],
    [`CGuid("{${guid}")`, 'expression.conversion_failed'],
    [`StringFromGuid(CGuid("${guid.toUpperCase()}"))`, guid],
    ['StringFromSid([s])', 'S-1-5-32-544', { s: { b: 'AQIAAAAAAAUgAAAAIAIAAA==' } }],
    ['StringFromSid([s])', 'S-1-0x010000000000', { s: { b: 'AQABAAAAAAA=' } }],
    ['ConvertToBase64("hé")', 'aADpAA=='],
    ['ConvertToBase64([b])', 'AQID', { b: { b: 'AQID' } }],
    ['ConvertFromBase64(ConvertToBase64("hé😀"))', 'hé😀'],
    ['ConvertFromBase64("aGk=",ASCII)', 'hi'],
    ['ConvertFromBase64("a")', 'expression.conversion_failed'],
    ['ConvertFromBase64("/w==",UTF8)', 'expression.conversion_failed'],
    ['ConvertToUTF8Hex("né")', '6EC3A9'],
    ['ConvertFromUTF8Hex(ConvertToUTF8Hex("né😀"))', 'né😀'],
    ['ConvertFromUTF8Hex("6")', 'expression.conversion_failed'],
    ['Thumbprint([b])', { b: 'A5BYxvLAy0ksUzsKTRTvd8wPeKvMztUofYShogEc+4E=' }, { b: { b: 'AQID' } }],
  ])
})

describe('tests of kinds', () => {
  holds([
    ['IsString("x")', true],
    ['IsString(5)', true],
    ['IsString([b])', false, { b: { b: 'AQ==' } }],
    ['IsString([absent])', false],
    ['IsNumeric("12")', true],
    ['IsNumeric("12a")', false],
    ['IsNumeric("9223372036854775808")', false],
    ['IsDate("2013-01-10 4:00 PM -8")', true],
    ['IsDate("2013-02-29")', false],
    ['IsDate("soon")', false],
    ['IsGuid("x")', false],
    ['IsGuid([absent])', false],
    ['IsBitSet(6,2)', true],
    ['IsBitSet(4,2)', false],
    ['IsBitSet([absent],2)', false],
  ])
})

describe('dates', () => {
  const iso = 'yyyy-MM-ddTHH:mm:ss.fff'
  holds([
    [`FormatDateTime(CDate("2026-03-04T05:06:07.1234567+05:30"),"${iso}")`, '2026-03-03T23:36:07.123'],
    ['NumFromDate(CDate("2012-01-01T23:00:00Z"))', { n: '129699324000000000' }],
    ['NumFromDate(DateFromNum([n]))', 5, { n: 5 }],
    ['FormatDateTime(DateAdd("m",1,CDate("2024-01-31")),"yyyy-MM-dd")', '2024-02-29'],
    ['FormatDateTime(DateAdd("yyyy",-1,CDate("2024-02-29")),"yyyy-MM-dd")', '2023-02-28'],
    ['FormatDateTime(DateAdd("q",1,CDate("2024-11-30")),"yyyy-MM-dd")', '2025-02-28'],
    ['FormatDateTime(DateAdd("ww",-1,CDate("2024-03-01")),"yyyy-MM-dd")', '2024-02-23'],
    ['FormatDateTime(DateAdd("n",-1,CDate("2024-03-01")),"HH:mm")', '23:59'],
    ['FormatDateTime(DateAdd("x",1,Now()),"HH:mm")', 'expression.invalid_argument'],
    ['FormatDateTime(Now(),"d MMM yyyy h:mm tt")', '2 Jan 2026 3:04 AM'],
    ['FormatDateTime(Now(),"dddd, dd. MMMM yy")', 'Friday, 02. January 26'],
    ['FormatDateTime(Now(),"yyyyMMddHHmmss.0Z")', '20260102030405.0Z'],
    ['FormatDateTime(Now(),"\'at\' HH")', 'at 03'],
    ['FormatDateTime(Now(),"d")', 'expression.invalid_argument'],
    ['FormatDateTime(CDate("12:00"),"HH")', 'expression.conversion_failed'],
    ['FormatDateTime(CDate("2026-01-01 12:30 AM"),"HH:mm")', '00:30'],
    ['FormatDateTime(CDate("2026-01-01 25:00"),"HH")', 'expression.conversion_failed'],
  ])
})

describe('distinguished names', () => {
  const dn = 'CN=Doe\\, Jane "JD",OU=R\\+D ,OU="a,b", DC=x,DC=test'
  holds([
    ['DNComponent(CRef([dn]),1)', 'Doe\\, Jane "JD"', { dn }],
    ['DNComponent(CRef([dn]),2)', 'R\\+D', { dn }],
    ['DNComponent(CRef([dn]),3)', '"a,b"', { dn }],
    ['DNComponent(CRef([dn]),4)', 'x', { dn }],
    ['DNComponent(CRef([dn]),0)', 'expression.out_of_bounds', { dn }],
    ['DNComponent(CRef([dn]),1)', 'Ann\\0ACNF:1', { dn: 'CN=Ann\\0ACNF:1,DC=x' }],
    ['DNComponentRev(CRef([dn]),1)', 'test', { dn }],
    ['DNComponentRev(CRef([dn]),1,DC)', '"a,b"', { dn }],
    ['DNComponentRev(CRef([dn]),2,"DC")', 'R\\+D', { dn }],
    ['DNComponentRev(CRef([dn]),1,"OU")', 'expression.invalid_argument', { dn }],
    ['EscapeDNComponent("CN=Doe, Jane")', 'CN=Doe\\, Jane'],
    ['EscapeDNComponent("CN=#1 a+b;c")', 'CN=\\#1 a\\+b\\;c'],
    ['EscapeDNComponent([a])', 'CN=\\ x\\ ', { a: 'CN= x ' }],
    ['EscapeDNComponent("CN=a=b")', 'CN=a=b'],
  ])
})
