import type { Metadata } from 'next'
import { MvHistory } from '../../_components/mv-history.tsx'
import { mvTitle } from '../../_components/mv-title.ts'

type PageProps = { params: Promise<{ mvId: string }> }

export function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return mvTitle(params, 'history')
}

export default async function Page({ params }: PageProps) {
  return <MvHistory id={(await params).mvId} />
}
