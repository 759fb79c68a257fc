import { redirect } from 'next/navigation'

export default function ForestPage() {
  redirect('/start/forest/choose')
}
