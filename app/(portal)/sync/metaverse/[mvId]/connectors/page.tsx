import type { Metadata } from 'next'
import { MvConnectors } from '../../_components/mv-connectors.tsx'
import { mvTitle } from '../../_components/mv-title.ts'

type PageProps = { params: Promise<{ mvId: string }> }

export function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return mvTitle(params, 'connectors')
}

export default async function Page({ params }: PageProps) {
  return <MvConnectors id={(await params).mvId} />
}
