import { z } from 'zod'
import { transaction } from '../../../db/client.ts'
import { applyConfiguration, getActiveConfiguration } from '../../configuration/versions.ts'
import { AppError } from '../../errors.ts'
import { publish } from '../../events/publish.ts'
import { recordAudit } from '../../operation/audit.ts'
import { probe } from '../../operation/define.ts'
import { refuseWhileRunning } from '../../sync/start-cycle.ts'
import { partitionsInput } from '../connection-input.ts'
import { openConnector } from '../open-connector.ts'
import { resolveScope } from '../resolve-scope.ts'

export const setScope = probe({
  name: 'connectors.setScope',
  summary: 'Chooses the domains and OUs of a source; the next full import applies it',
  permission: 'connector.change',
  route: { method: 'POST', path: '/connectors/{id}/partitions' },
  input: z.strictObject({ id: z.guid(), partitions: partitionsInput }),
  output: z.object({ version: z.number() }),
  run: async ({ input, context, signal, sql }) => {
    const { document } = await getActiveConfiguration(sql)
    const settings = document.connectors.find((connector) => connector.id === input.id)
    if (!settings || settings.type === 'cloud-directory') {
      throw new AppError('notFound', 'connector.not_found', 'There is no source connector with this id.', {
        field: 'id',
      })
    }
    const connector = await openConnector(sql, document, settings)
    const scope = await resolveScope(connector, input.partitions, signal).finally(() => connector.close())
    const partitions = scope.map(({ dn, include, exclude }) => ({
      dn,
      include: [...include],
      exclude: [...exclude],
    }))
    const version = await transaction(async (tx) => {
      await refuseWhileRunning(tx)
      const by = {
        author: context.actor?.name ?? 'system',
        reason: `Domains and OUs of ${settings.name} were chosen`,
      }
      const applied = await applyConfiguration(tx, by, (current) => ({
        ...current,
        connectors: current.connectors.map((entry) =>
          entry.id === input.id && entry.type !== 'cloud-directory' ? { ...entry, partitions } : entry,
        ),
      }))
      await recordAudit(tx, context, {
        action: 'connector.scope_changed',
        target: { type: 'connector', id: input.id, name: settings.name },
        before: { partitions: settings.partitions },
        after: { partitions },
      })
      await publish(tx, ['connectors'], 'connector.read')
      return applied.number
    }, sql)
    return { result: { version } }
  },
})
