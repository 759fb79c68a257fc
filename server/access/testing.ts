import type { Sql } from '../../db/client.ts'
import { newId } from '../ids.ts'
import type { RoleName } from '../operation/roles.ts'
import { emailKey } from './email-key.ts'
import { hashPassword } from './password.ts'

export const TEST_PASSWORD = 'correct horse battery'

/** An account that can sign in with `TEST_PASSWORD`; returns its id. */
export async function createTestAccount(
  sql: Sql,
  email: string,
  roles: readonly RoleName[] = [],
): Promise<string> {
  const id = newId()
  await sql.query(
    'insert into account (id, email, email_key, name, password_hash) values ($1, $2, $3, $2, $4)',
    [id, email, emailKey(email), await hashPassword(TEST_PASSWORD)],
  )
  for (const role of roles) {
    await sql.query(
      `insert into role_assignment (id, account_id, role, scope_type, assigned_by) values ($1, $2, $3, 'organisation', 'test')`,
      [newId(), id, role],
    )
  }
  return id
}
