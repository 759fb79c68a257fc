import { describe, expect, it } from 'vitest'
import { dnKey } from '../../ldap/dn.ts'
import { type ResolvedPartition, scopeDecision } from './scope.ts'

function partition(dn: string, marks: Readonly<Record<string, boolean>>): ResolvedPartition {
  const entries = Object.entries(marks).map(([container, mark]): [string, boolean] => [
    dnKey(container),
    mark,
  ])
  return {
    dn,
    key: dnKey(dn),
    marks: new Map(entries),
    bases: [],
    includesRest: !Object.values(marks).includes(true),
  }
}

describe('scopeDecision', () => {
  it('takes a whole domain when nothing is included', () => {
    const inScope = scopeDecision([partition('DC=a,DC=x', { 'OU=Out,DC=a,DC=x': false })])
    expect(inScope('CN=p,DC=a,DC=x')).toBe(true)
    expect(inScope('CN=p,OU=Any,DC=A,DC=X')).toBe(true)
    expect(inScope('CN=p,OU=Deep,OU=Out,DC=a,DC=x')).toBe(false)
    expect(inScope('CN=p,DC=b,DC=x')).toBe(false)
  })

  it('lets the deepest selected container decide, whatever its case and escapes', () => {
    const marks = {
      'OU=Staff\\, all,DC=a': true,
      'OU=Lab,OU=Staff\\, all,DC=a': false,
      'OU=Public,OU=Lab,OU=Staff\\, all,DC=a': true,
    }
    const inScope = scopeDecision([partition('DC=a', marks)])
    expect(inScope('CN=p,ou=STAFF\\2C All,dc=a')).toBe(true)
    expect(inScope('CN=p,OU=Lab,OU=Staff\\, all,DC=a')).toBe(false)
    expect(inScope('CN=p,OU=x,OU=Public,OU=Lab,OU=Staff\\, all,DC=a')).toBe(true)
    expect(inScope('CN=p,OU=Elsewhere,DC=a')).toBe(false)
  })

  it('does not take a child domain for a container of its parent', () => {
    const inScope = scopeDecision([
      partition('DC=x', {}),
      partition('DC=sub,DC=x', { 'OU=In,DC=sub,DC=x': true }),
    ])
    expect(inScope('CN=p,OU=In,DC=sub,DC=x')).toBe(true)
    expect(inScope('CN=p,OU=Out,DC=sub,DC=x')).toBe(false)
    expect(inScope('CN=p,OU=Out,DC=x')).toBe(true)
  })
})
