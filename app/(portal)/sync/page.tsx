import { redirect } from 'next/navigation'

export default function SyncPage() {
  redirect('/sync/connectors')
}
