import type { Metadata } from 'next'
import { MvLineage } from '../../_components/mv-lineage.tsx'
import { mvTitle } from '../../_components/mv-title.ts'

type PageProps = { params: Promise<{ mvId: string }> }

export function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return mvTitle(params, 'lineage')
}

export default async function Page({ params }: PageProps) {
  return <MvLineage id={(await params).mvId} />
}
