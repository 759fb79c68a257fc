import { describe, expect, it } from 'vitest'
import { csvOf } from './csv.ts'

describe('csvOf', () => {
  it('starts with a byte order mark and ends every line with CRLF', () => {
    expect(
      csvOf([
        ['a', 'b'],
        ['c', 'd'],
      ]),
    ).toBe('\uFEFFa,b\r\nc,d\r\n')
  })

  it('quotes values with commas, quotes and line breaks', () => {
    expect(csvOf([['a,b', 'say "hi"', 'two\nlines']])).toBe('\uFEFF"a,b","say ""hi""","two\nlines"\r\n')
  })

  it('makes values that look like formulas inert', () => {
    expect(csvOf([['=1+1', '+49 30', '-5', '@SUM(A1)', 'plain']])).toBe(
      "\uFEFF'=1+1,'+49 30,'-5,'@SUM(A1),plain\r\n",
    )
  })
})
