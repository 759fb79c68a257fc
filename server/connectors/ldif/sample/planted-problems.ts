import { DOMAIN, type ForestBuilder } from './builder.ts'
import { addGroup } from './groups.ts'
import type { SampleAttributes } from './ldif-text.ts'
import { accountAttributes, mailboxAttributes } from './people.ts'

/** A reference to it stays unresolved: no such entry is in the file. */
export const MISSING_DN = `CN=Vanished Manager,OU=Former,${DOMAIN}`

/**
 * Writes the data problems that docs/sample-forest.md lists with their expected outcome. `whenCreated` decides which
 * of two new objects keeps a value, so it is fixed here.
 */
export function addPlantedProblems(forest: ForestBuilder, parent: string, security: string): void {
  const person = (name: string, account: string, created: string, more: SampleAttributes): string =>
    forest.add(
      parent,
      name,
      {
        objectClass: ['top', 'person', 'organizationalPerson', 'user'],
        cn: name,
        name,
        givenName: name.split(' ')[0],
        sn: name.split(' ')[1],
        displayName: name,
        ...accountAttributes(forest, account, created),
        userPrincipalName: `${account}@corp.example`,
        ...mailboxAttributes(account),
        ...more,
      },
      { rid: true },
    ).dn

  const press = 'smtp:press@corp.example'
  person('Petra Holder', 'petra.holder', '20150203090000.0Z', {
    proxyAddresses: ['SMTP:petra.holder@corp.example', press],
  })
  person('Piet Latecomer', 'piet.latecomer', '20210914090000.0Z', {
    proxyAddresses: ['SMTP:piet.latecomer@corp.example', press],
  })

  person('Ursula Holder', 'ursula.holder', '20140505090000.0Z', {
    userPrincipalName: 'shared.signin@corp.example',
  })
  person('Ulf Latecomer', 'ulf.latecomer', '20220117090000.0Z', {
    userPrincipalName: 'Shared.SignIn@corp.example',
  })

  person('Lena Overlong', 'lena.overlong', '20180611090000.0Z', {
    extensionAttribute11: 'overlong '.repeat(130).slice(0, 1100),
  })

  const dangling = person('Dario Dangling', 'dario.dangling', '20190802090000.0Z', { manager: MISSING_DN })
  addGroup(forest, security, 'GG-Dangling Member', {
    type: 'globalSecurity',
    members: [dangling, MISSING_DN],
  })
}
