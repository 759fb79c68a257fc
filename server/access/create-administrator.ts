import type { Sql } from '../../db/client.ts'
import { newId } from '../ids.ts'
import { emailKey } from './email-key.ts'
import { hashPassword } from './password.ts'

export type NewAdministrator = {
  readonly email: string
  readonly password: string
  readonly organisation: string
  /** IANA name. */
  readonly timeZone: string
  readonly assignedBy: string
}

/** Any fixed number, used nowhere else: two set-ups at once must not both find no administrator. */
const FIRST_ADMINISTRATOR_LOCK = 7_225_002

/** Whether an account that can sign in holds Global Administrator for the organisation. */
export async function hasAdministrator(sql: Sql): Promise<boolean> {
  const { rows } = await sql.query<{ found: boolean }>(
    `select exists (select from role_assignment join account on account.id = account_id
       where role = 'Global Administrator' and scope_type = 'organisation' and disabled_at is null) as found`,
  )
  return rows[0]?.found === true
}

/**
 * Makes the first Global Administrator and names the organisation. Undefined when there is an administrator already.
 * The password is not judged here.
 */
export async function createFirstAdministrator(
  tx: Sql,
  { email, password, organisation, timeZone, assignedBy }: NewAdministrator,
): Promise<{ id: string; name: string } | undefined> {
  const passwordHash = await hashPassword(password)
  await tx.query('select pg_advisory_xact_lock($1)', [FIRST_ADMINISTRATOR_LOCK])
  if (await hasAdministrator(tx)) return undefined
  const name = email.trim()
  const { rows } = await tx.query<{ id: string }>(
    `insert into account (id, email, email_key, name, password_hash) values ($1, $2, $3, $2, $4)
     on conflict (email_key) do update set password_hash = excluded.password_hash, disabled_at = null
     returning id`,
    [newId(), name, emailKey(email), passwordHash],
  )
  const id = rows[0]?.id ?? ''
  await tx.query(
    `insert into role_assignment (id, account_id, role, scope_type, assigned_by)
     values ($1, $2, 'Global Administrator', 'organisation', $3) on conflict do nothing`,
    [newId(), id, assignedBy],
  )
  await tx.query(
    'insert into organisation (name, time_zone) values ($1, $2) on conflict ("only") do update set name = $1, time_zone = $2',
    [organisation, timeZone],
  )
  await tx.query('delete from install_code')
  return { id, name }
}
