import { describe, expect, it } from 'vitest'
import { compileExpression } from './compile.ts'
import { errorOf, evaluate, resultOf } from './evaluate-for-test.ts'
import { LIMITS } from './limits.ts'

describe('compileExpression rejects', () => {
  it.each([
    ['IIF([a]', 'expression.syntax', ''],
    ['', 'expression.syntax', ''],
    ['Trim([a]) [b]', 'expression.syntax', '[b]'],
    ['Trim([a]))', 'expression.syntax', ')'],
    ['Trim([a] [b])', 'expression.syntax', '[b]'],
    ['([a] & "x"', 'expression.syntax', ''],
    ['[a] & ', 'expression.syntax', ''],
    ['[a] & * 2', 'expression.syntax', '*'],
    ['Trim(,[a])', 'expression.syntax', ','],
    ['Trim([a)', 'expression.syntax', '[a)'],
    ['Trim([])', 'expression.syntax', '[])'],
    ['"open', 'expression.syntax', '"open'],
    ['%Domain.FQDN', 'expression.syntax', '%Domain.FQDN'],
    ['Left(“a”,1)', 'expression.syntax', '“'],
    ["Left('a',1)", 'expression.syntax', "'"],
    ['[a] != 1', 'expression.syntax', '!'],
    ['[a] | [b]', 'expression.syntax', '|'],
    ['1.5', 'expression.syntax', '1'],
    ['12abc', 'expression.syntax', '1'],
    ['[a] == 1', 'expression.syntax', '='],
    ['$', 'expression.syntax', '$'],
    ['Trim(a)', 'expression.unknown_name', 'a'],
    ['IIF(true,1,2)', 'expression.unknown_name', 'true'],
    ['trim([a])', 'expression.unknown_function', 'trim'],
    ['1 + Trimm([a])', 'expression.unknown_function', 'Trimm'],
    ['$x', 'expression.unknown_variable', '$x'],
    ['Select($x,[a],$y)', 'expression.unknown_variable', '$y'],
    ['Select($x,$x,"a")', 'expression.unknown_variable', '$x'],
    ['Select([x],[a],"a")', 'expression.syntax', '[x]'],
    ['ImportedValue([proxyAddresses])', 'expression.syntax', '[proxyAddresses]'],
    ['"x" & Left([a])', 'expression.arity', 'Left([a])'],
    ['Mid([a],1,2,3)', 'expression.arity', 'Mid([a],1,2,3)'],
    ['Now(1)', 'expression.arity', 'Now(1)'],
    ['Switch(True,1,False)', 'expression.arity', 'Switch(True,1,False)'],
    ['Switch()', 'expression.arity', 'Switch()'],
    ['Left([a],"3")', 'expression.type_mismatch', '"3"'],
    ['Trim(5)', 'expression.type_mismatch', '5'],
    ['IIF("x",1,2)', 'expression.type_mismatch', '"x"'],
    ['IsPresent(AuthoritativeNull)', 'expression.type_mismatch', 'AuthoritativeNull'],
    ['1 + Trim([a])', 'expression.type_mismatch', '1 + Trim([a])'],
    ['"a" = 1', 'expression.type_mismatch', '"a" = 1'],
    ['True < False', 'expression.type_mismatch', 'True < False'],
    ['"a" = [a] & "b"', 'expression.type_mismatch', '"a" = [a] & "b"'],
    ['-Trim([a])', 'expression.type_mismatch', 'Trim([a])'],
    ['"a" || True', 'expression.type_mismatch', '"a"'],
    ['DNComponent("CN=x",1)', 'expression.type_mismatch', '"CN=x"'],
    ['Now()', 'expression.type_mismatch', 'Now()'],
    ['9223372036854775808', 'expression.overflow', '9223372036854775808'],
    ['1 + -9223372036854775809', 'expression.overflow', '-9223372036854775809'],
    ['&H10000000000000000', 'expression.overflow', '&H10000000000000000'],
  ])('%s', (text, code, underlined) => {
    const compilation = compileExpression(text, 'connect')
    expect(compilation.ok).toBe(false)
    expect(errorOf(text)).toEqual([code, underlined])
  })

  it('suggests the name that was probably meant', () => {
    expect(evaluate('trim([a])')).toMatchObject({
      error: { message: expect.stringContaining('Did you mean Trim?') },
    })
    expect(evaluate('Null')).toMatchObject({
      error: { message: expect.stringContaining('Did you mean NULL?') },
    })
  })
})

describe('evaluation errors', () => {
  it.each([
    ['Left([a],[n])', { a: 'x', n: 'y' }, 'expression.type_mismatch', '[n]'],
    ['"x" & Trim([n])', { n: 1 }, 'expression.type_mismatch', '[n]'],
    ['"x" & [n]', { n: 1 }, 'expression.type_mismatch', '"x" & [n]'],
    ['[a] = [n]', { a: '1', n: 1 }, 'expression.type_mismatch', '[a] = [n]'],
    ['IIF([a],1,2)', { a: 'x' }, 'expression.type_mismatch', '[a]'],
    ['True && [a]', { a: 'x' }, 'expression.type_mismatch', '[a]'],
    ['Item([a],1)', { a: 'single' }, 'expression.type_mismatch', '[a]'],
    ['Switch([m]="x",1)', { m: ['x', 'y'] }, 'expression.type_mismatch', '[m]="x"'],
    ['[m] & [k]', { m: ['x', 'y'], k: ['z'] }, 'expression.type_mismatch', '[m] & [k]'],
    ['IIF(True,Now(),[a])', {}, 'expression.type_mismatch', 'IIF(True,Now(),[a])'],
    ['1 / [n]', { n: 0 }, 'expression.division_by_zero', '1 / [n]'],
    ['[n] + 1', { n: { n: '9223372036854775807' } }, 'expression.overflow', '[n] + 1'],
    ['-[n]', { n: { n: '-9223372036854775808' } }, 'expression.overflow', '-[n]'],
    ['[n] / -1', { n: { n: '-9223372036854775808' } }, 'expression.overflow', '[n] / -1'],
    ['[n]', { n: { n: '9223372036854775808' } }, 'expression.overflow', '[n]'],
    ['Item([m],0)', { m: ['x'] }, 'expression.out_of_bounds', '0'],
    ['Item([m],2)', { m: ['x'] }, 'expression.out_of_bounds', '2'],
    ['Item([m],1)', {}, 'expression.out_of_bounds', '1'],
    ['DNComponent(CRef([dn]),3)', { dn: 'CN=a,DC=b' }, 'expression.out_of_bounds', '3'],
    ['CNum([a]) + 1', { a: '1x' }, 'expression.conversion_failed', 'CNum([a])'],
    ['CGuid([a])', { a: '{0}' }, 'expression.conversion_failed', 'CGuid([a])'],
    ['StringFromSid([b])', { b: { b: 'AQI=' } }, 'expression.conversion_failed', 'StringFromSid([b])'],
    [
      'NumFromDate(DateFromNum([n]))',
      { n: { n: '9223372036854775807' } },
      'expression.conversion_failed',
      'DateFromNum([n])',
    ],
    ['PadLeft("a",5,"ab")', {}, 'expression.invalid_argument', '"ab"'],
    ['PadLeft("a",5,[c])', {}, 'expression.type_mismatch', '[c]'],
    ['Split("a,b",",,")', {}, 'expression.invalid_argument', '",,"'],
    ['ReplaceChars("a","ab:c")', {}, 'expression.invalid_argument', '"ab:c"'],
    ['%Custom%', {}, 'expression.unknown_parameter', '%Custom%'],
    ['"x" & Error("No " & [a])', { a: 'name' }, 'expression.raised', 'Error("No " & [a])'],
  ])('%s', (text, attributes, code, underlined) => {
    expect(compileExpression(text, 'connect')).toMatchObject({ ok: true })
    expect(errorOf(text, attributes)).toEqual([code, underlined])
  })

  it('name kinds, not values', () => {
    const evaluation = evaluate('CNum([a])', { a: 'secret' })
    expect(JSON.stringify(evaluation)).not.toContain('secret')
  })
})

describe('limits', () => {
  it('accepts text up to its limit and names the rest beyond it', () => {
    const text = `"${'x'.repeat(LIMITS.textLength - 2)}"`
    expect(compileExpression(text, 'connect')).toMatchObject({ ok: true })
    expect(errorOf(`${text} `)).toEqual(['expression.too_long', ' '])
  })

  it('accepts brackets and calls up to the depth limit', () => {
    const nest = (depth: number): string => `${'('.repeat(depth - 1)}1${')'.repeat(depth - 1)}`
    expect(resultOf(nest(LIMITS.depth))).toBe(1)
    expect(errorOf(nest(LIMITS.depth + 1))).toEqual(['expression.too_deep', '1'])
    const calls = (depth: number): string => `${'Trim('.repeat(depth - 1)}[a]${')'.repeat(depth - 1)}`
    expect(resultOf(calls(LIMITS.depth), { a: ' x ' })).toBe('x')
    expect(errorOf(calls(LIMITS.depth + 1))).toEqual(['expression.too_deep', '[a]'])
  })

  it('does not count a long chain of operators as depth', () => {
    expect(resultOf(Array.from({ length: 5000 }, () => '1').join('+'))).toBe(5000)
    expect(resultOf(Array.from({ length: 2000 }, () => 'False').join('||'))).toBe(false)
  })

  it('stops after too many steps', () => {
    const m = Array.from({ length: 400 }, (_, index) => `v${index}`)
    const text = 'Count(Select($x,[m],Join(Select($y,[m],$x & $y))))'
    expect(errorOf(text, { m })?.[0]).toBe('expression.too_many_steps')
  })

  it('stops before a result grows too large', () => {
    expect(errorOf(`PadLeft("a",${LIMITS.resultSize + 1},"0")`)?.[0]).toBe('expression.result_too_large')
    const large = { a: 'x'.repeat(LIMITS.resultSize / 2 + 1) }
    expect(errorOf('[a] & [a]', large)?.[0]).toBe('expression.result_too_large')
    expect(errorOf('Replace([a],"x","yy")', large)?.[0]).toBe('expression.result_too_large')
    expect(errorOf('ReplaceChars([a],"x:yyyy")', large)?.[0]).toBe('expression.result_too_large')
    expect(errorOf('ConvertToBase64([a])', large)?.[0]).toBe('expression.result_too_large')
    expect(errorOf('Join([m],"yy")', { m: [large.a, large.a] })?.[0]).toBe('expression.result_too_large')
  })

  it('refuses searches that could take long', () => {
    const large = { a: 'x'.repeat(100_000), m: ['x'.repeat(100_000)] }
    for (const text of ['InStr([a],[a])', 'InStrRev([a],[a])', 'Replace([a],[a],"")', 'Contains([m],[a])']) {
      expect(errorOf(text, large)).toEqual(['expression.too_many_steps', text])
    }
    expect(resultOf('InStr([a],"y")', large)).toBe(0)
  })

  it('stops when many results are large, also value by value and in a branch nobody selects', () => {
    const m = Array.from({ length: 100 }, (_, index) => `v${index}`)
    expect(errorOf('Count(PadLeft([m],1000000,"0"))', { m })?.[0]).toBe('expression.too_many_steps')
    const perValue = 'IIF([m] = "none", "a", PadLeft([m],2000000,"0"))'
    expect(errorOf(perValue, { m })?.[0]).toBe('expression.result_too_large')
  })
})
