import { getContact, getGroup, getUser } from './get.ts'
import { listContacts, listGroups, listUsers } from './list.ts'
import { listMemberOf, listMembers } from './members.ts'
import { summarize } from './summary.ts'

/** What can be asked of the directory, nested as the operations are named. */
export const directoryOperations = {
  users: { list: listUsers, get: getUser, groups: listMemberOf },
  groups: { list: listGroups, get: getGroup, members: listMembers },
  contacts: { list: listContacts, get: getContact },
  summary: summarize,
}
