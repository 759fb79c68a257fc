import { Pill, Tag } from '../../../_ui/pill.tsx'
import { messages } from '../messages.ts'

/** Whether a connected directory supplies the object. */
export function SourceTag({
  item,
}: {
  item: { readonly synced: boolean; readonly deletedAt: string | null }
}) {
  if (item.deletedAt !== null) return <Pill status="paused">{messages.deleted}</Pill>
  return <Tag>{item.synced ? messages.synced : messages.cloudOnly}</Tag>
}
