import { describe, expect, it } from 'vitest'
import { compileExpression } from './compile.ts'
import { errorOf, evaluate, resultOf } from './evaluate-for-test.ts'

describe('operators', () => {
  it.each([
    ['2*5+3', 13],
    ['2*(5+3)', 16],
    ['10-2*3', 24],
    ['7/2', 3],
    ['-7/2', -3],
    ['10 - -3', 13],
    ['-(2+3)', -5],
    ['&HF', 15],
    ['&HFFFFFFFFFFFFFFFF', -1],
    ['&H21C07000 > 0', true],
    ['"a"&"b"&CRLF&"c"', 'ab\r\nc'],
    ['"a" & "b" = "ab"', true],
    ['"a" = "A"', false],
    ['"a" <> "b"', true],
    ['"B" < "a"', true],
    ['3 >= 3', true],
    ['2 <= 1', false],
    ['True = True', true],
    ['1 = 2 || 3 = 3 && 4 = 5', false],
    ['IsPresent([x]) = False || [x] = "a"', true],
    ['  IIF (\n\tTrue , 1 ,\r\n 2 ) ', 1],
    ['"\\\\0ACNF:"', '\\0ACNF:'],
    ['"a\\b"', 'a\\b'],
    ['Len("\\")', 1],
  ])('%s', (text, expected) => {
    expect(resultOf(text)).toBe(expected)
  })

  it('keeps 64 bits', () => {
    expect(resultOf('9223372036854775807')).toEqual({ n: '9223372036854775807' })
    expect(resultOf('-9223372036854775808')).toEqual({ n: '-9223372036854775808' })
    expect(resultOf('9007199254740991')).toBe(9007199254740991)
    expect(resultOf('9007199254740992')).toEqual({ n: '9007199254740992' })
    expect(resultOf('[n] - 1', { n: { n: '9223372036854775807' } })).toEqual({ n: '9223372036854775806' })
    expect(resultOf('[n]', { n: { n: '42' } })).toBe(42)
    expect(resultOf('BitAnd([n],-2147483648)', { n: -2147483646 })).toBe(-2147483648)
    expect(resultOf('BitAnd([n],&H80000000)', { n: 2147483648 })).toBe(2147483648)
    expect(resultOf('BitOr(4294967296,1)')).toBe(4294967297)
  })

  it('compares binary by content and dates by instant', () => {
    expect(resultOf('[a] = [b]', { a: { b: 'AQI=' }, b: { b: 'AQI=' } })).toBe(true)
    expect(resultOf('[a] <> [b]', { a: { b: 'AQI=' }, b: { b: 'AQM=' } })).toBe(true)
    expect(resultOf('Now() > CDate("2026-01-01")')).toBe(true)
    expect(resultOf('CRef("CN=a") = CRef("CN=a")')).toBe(true)
  })
})

describe('null', () => {
  it.each([
    ['NULL', null],
    ['[absent]', null],
    ['[absent] = NULL', false],
    ['[absent] <> "x"', false],
    ['[absent] > 0', false],
    ['[absent] + 1', null],
    ['-[absent]', null],
    ['[absent] & "x"', 'x'],
    ['"x" & [absent]', 'x'],
    ['IsNull([absent] & [absent])', true],
    ['IIF([absent],1,2)', 2],
    ['True && [absent]', false],
    ['CBool([absent])', false],
    ['Left([absent],3) = ""', true],
    ['Right([absent],3) = ""', true],
    ['Mid([absent],1,3) = ""', true],
    ['Word([absent],1,",") = ""', true],
    ['PadLeft([absent],3,"0") = ""', true],
    ['PadRight([absent],3,"0") = ""', true],
    ['InStr([absent],"x")', 0],
    ['InStrRev([absent],"x")', 0],
    ['IsNull(Trim([absent]))', true],
    ['IsNull(UCase([absent]))', true],
    ['IsNull(Replace([absent],"a","b"))', true],
    ['IsNull(BitAnd([absent],1))', true],
    ['Count([absent])', 0],
    ['Contains([absent],"x")', 0],
    ['IsNull(ItemOrNull([absent],1))', true],
    ['IsNull(RemoveDuplicates([absent]))', true],
    ['IsNull(Select($x,[absent],$x))', true],
    ['IsNull(%Domain.Netbios%)', true],
  ])('%s', (text, expected) => {
    expect(resultOf(text)).toBe(expected)
  })

  it('is what blank text, an empty collection and empty bytes are at the end of a flow', () => {
    expect(evaluate('""')).toEqual({ outcome: 'null' })
    expect(evaluate('[a]', { a: ' \t\u00a0\u3000\r\n' })).toEqual({ outcome: 'null' })
    expect(evaluate('[a]', { a: ['', ' '] })).toEqual({ outcome: 'null' })
    expect(evaluate('[a]', { a: [] })).toEqual({ outcome: 'null' })
    expect(evaluate('[a]', { a: { b: '' } })).toEqual({ outcome: 'null' })
    expect(resultOf('[a]', { a: ['x', ' ', 'y'] })).toEqual(['x', 'y'])
  })

  it('tells blank from absent inside an expression', () => {
    expect(resultOf('IsPresent([a])', { a: ' ' })).toBe(true)
    expect(resultOf('IsNullOrEmpty("")')).toBe(true)
    expect(resultOf('IsEmpty("")')).toBe(true)
    expect(resultOf('IsEmpty([absent])')).toBe(false)
    expect(resultOf('IsNull("")')).toBe(false)
  })
})

describe('the three special results', () => {
  it('come out of any branch', () => {
    expect(resultOf('AuthoritativeNull')).toBe('authoritativeNull')
    expect(resultOf('IIF(True,IgnoreThisFlow,[a])')).toBe('ignoreThisFlow')
    expect(resultOf('Switch(False,1,True,AuthoritativeNull)')).toBe('authoritativeNull')
    expect(resultOf('With($x,1,IIF($x=1,IgnoreThisFlow,NULL))')).toBe('ignoreThisFlow')
  })
})

describe('laziness', () => {
  it('IIF evaluates only the chosen branch', () => {
    expect(resultOf('IIF(True,1,Error("no"))')).toBe(1)
    expect(resultOf('IIF(False,CNum("x"),2)')).toBe(2)
    expect(resultOf('IIF(False,1,Error("yes"))')).toBe('expression.raised')
  })

  it('&& and || stop early, from the left', () => {
    expect(resultOf('False && Item([m],0) = "x"', { m: ['x'] })).toBe(false)
    expect(resultOf('True || Item([m],0) = "x"', { m: ['x'] })).toBe(true)
    expect(resultOf('Item([m],0) = "x" && False', { m: ['x'] })).toBe('expression.out_of_bounds')
    expect(resultOf('True || Error("a") && True')).toBe(true)
  })

  it('Switch evaluates every condition but only the chosen value', () => {
    expect(resultOf('Switch(False,Error("a"),True,"b",True,Error("c"))')).toBe('b')
    expect(resultOf('Switch(True,"a",CNum("x")=1,"b")')).toBe('expression.conversion_failed')
    expect(resultOf('Switch(False,"a",True,Error("none"))')).toBe('expression.raised')
    expect(resultOf('Switch(False,"a")')).toBe(null)
  })

  it('With binds once and nests', () => {
    expect(resultOf('With($x,RandomNum(0,1000000),$x=$x)')).toBe(true)
    expect(resultOf('With($x,"a",With($y,$x & "b",$x & $y))')).toBe('aab')
    expect(resultOf('With($x,"a",With($x,$x & "b",$x))')).toBe('ab')
    expect(resultOf('With($x,With($y,"b",$y),$x & With($y,"c",$y) & $x)')).toBe('bcb')
  })
})

describe('multi-valued mapping', () => {
  const proxies = { p: ['SMTP:a@x.test', 'smtp:b@x.test', 'X500:/o=x'] }

  it('applies scalar functions and operators to every value', () => {
    expect(resultOf('Word([p],1,":") & "!"', proxies)).toEqual(['SMTP!', 'smtp!', 'X500!'])
    expect(resultOf('Len([p]) > 10', proxies)).toEqual([true, true, false])
    expect(resultOf('Left([p],Len([p])-1)', { p: ['ab', 'cde'] })).toEqual(['a', 'cd'])
    expect(evaluate('Len([p])', proxies)).toMatchObject({ type: 'mvnum' })
    expect(resultOf('Trim([p])', { p: [' a'] })).toEqual(['a'])
  })

  it('IIF over a collection selects per value and drops nulls', () => {
    expect(resultOf('IIF(LCase(Left([p],5))="smtp:",Mid([p],6),NULL)', proxies)).toEqual([
      'a@x.test',
      'b@x.test',
    ])
    expect(resultOf('Count(IIF(Left([p],5)="SMTP:",[p],NULL))', proxies)).toBe(1)
    expect(resultOf('IIF(Left([p],5)="SMTP:",NULL,NULL) & "x"', proxies)).toBe(null)
    const nested = 'IIF(Left([p],5)="SMTP:","primary",IIF(Left([p],5)="smtp:",NULL,"other"))'
    expect(resultOf(nested, proxies)).toEqual(['primary', 'other'])
  })

  it('IIF over a collection fails only for values that are selected', () => {
    const numbers = { m: ['1', 'x', '3'] }
    expect(resultOf('IIF([m]="x",0,CNum([m]))', numbers)).toEqual([1, 0, 3])
    expect(resultOf('IIF([m]="1",0,CNum([m]))', numbers)).toBe('expression.conversion_failed')
    expect(resultOf('IIF([m]="9",Error("never"),[m])', numbers)).toEqual(['1', 'x', '3'])
  })

  it('a scalar condition returns the whole branch', () => {
    expect(resultOf('IIF(IsPresent([p]),[p],NULL)', proxies)).toEqual(proxies.p)
  })

  it('&& and || decide per value', () => {
    const text = 'IIF(LCase(Left([p],5))="smtp:" && InStr([p],"a@")>0,[p],NULL)'
    expect(resultOf(text, proxies)).toEqual(['SMTP:a@x.test'])
    expect(resultOf('IIF([m]="x" || CNum([m])>2,[m],NULL)', { m: ['1', 'x', '3'] })).toEqual(['x', '3'])
  })

  it('var and mv functions see the collection as a whole', () => {
    expect(resultOf('IsPresent([p])', proxies)).toBe(true)
    expect(resultOf('IsNullOrEmpty([p])', proxies)).toBe(false)
    expect(resultOf('Count([p])', proxies)).toBe(3)
    expect(resultOf('IsString([p])', proxies)).toBe(true)
  })

  it('Select and Where bind a variable per value', () => {
    expect(resultOf('Where($x,[p],InStr($x,"@")>0)', proxies)).toEqual(['SMTP:a@x.test', 'smtp:b@x.test'])
    expect(resultOf('Select($x,Where($y,[p],Left($y,4)="X500"),LCase($x))', proxies)).toEqual(['x500:/o=x'])
    expect(resultOf('Select($x,[p],Join(Select($y,Split($x,":"),UCase($y)),"-"))', { p: ['a:b'] })).toEqual([
      'A-B',
    ])
    expect(resultOf('Where($x,[p],False)', proxies)).toBe(null)
    expect(resultOf('Select($x,[p],IIF(Left($x,1)="S",$x,NULL))', proxies)).toEqual(['SMTP:a@x.test'])
  })

  it('converts every stored kind', () => {
    expect(evaluate('[m]', { m: [{ b: 'AQ==' }] })).toEqual({
      outcome: 'value',
      value: [{ b: 'AQ==' }],
      type: 'mvbin',
    })
    expect(evaluate('[m]', { m: [1, { n: '9223372036854775807' }] })).toMatchObject({ type: 'mvnum' })
    expect(errorOf('[m]', { m: [1, 'a'] })).toEqual(['expression.type_mismatch', '[m]'])
  })
})

describe('compiled expressions', () => {
  it('list what they read', () => {
    const text = 'IIF([a]="x",[b],[a]) & ImportedValue("c") & CStr(ValueCount("d")) & %Domain.FQDN%'
    const compilation = compileExpression(text, 'connect')
    expect(compilation).toMatchObject({
      ok: true,
      expression: { attributes: ['a', 'b'], parameters: ['Domain.FQDN'] },
    })
    const reads = compilation.ok ? compilation.expression.reads : []
    expect(reads.map((read) => [read.by, read.name, text.slice(read.range.start, read.range.end)])).toEqual([
      ['attribute', 'a', '[a]'],
      ['attribute', 'b', '[b]'],
      ['attribute', 'a', '[a]'],
      ['imported', 'c', '"c"'],
      ['count', 'd', '"d"'],
    ])
  })

  it('repeat random results for equal seeds only', () => {
    const text = 'Guid() & " " & Guid() & " " & CStr(RandomNum(1,1000000))'
    const first = resultOf(text, {}, { seed: 'a' })
    expect(first).toMatch(/^([0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12} ){2}\d+$/)
    expect(resultOf(text, {}, { seed: 'a' })).toBe(first)
    expect(resultOf(text, {}, { seed: 'b' })).not.toBe(first)
    expect(new Set(String(first).split(' ')).size).toBe(3)
  })
})
