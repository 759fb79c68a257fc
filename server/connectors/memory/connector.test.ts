import { describeConnectorContract } from '../contract.ts'
import { createMemoryConnector } from './connector.ts'
import { MemoryDirectory } from './directory.ts'
import { addContact, addGroup, addUser } from './people.ts'

describeConnectorContract('the directory in memory', async () => {
  const directory = new MemoryDirectory('DC=mem,DC=example')
  const staff = directory.addContainer('Staff')
  const inner = directory.addContainer('Inner', staff)
  directory.pageSize = 2
  const anna = addUser(directory, 'anna', { rdn: 'CN=Smith\\, Anna', in: staff })
  const ben = addUser(directory, 'ben', { in: inner, references: { manager: [anna] } })
  addContact(directory, 'carla')
  addGroup(directory, 'team', [anna, ben])
  return {
    open: () => createMemoryConnector(directory),
    scope: [{ dn: directory.domain.dn, include: [], exclude: [] }],
  }
})
