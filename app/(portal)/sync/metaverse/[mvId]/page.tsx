import type { Metadata } from 'next'
import { MvAttributes } from '../_components/mv-attributes.tsx'
import { mvTitle } from '../_components/mv-title.ts'

type PageProps = { params: Promise<{ mvId: string }> }

export function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return mvTitle(params, 'attributes')
}

export default async function Page({ params }: PageProps) {
  return <MvAttributes id={(await params).mvId} />
}
