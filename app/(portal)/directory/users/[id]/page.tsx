import type { Metadata } from 'next'
import { objectTitle } from '../../_components/object-layout.tsx'
import { ObjectProperties } from '../../_components/object-properties.tsx'

type PageProps = { params: Promise<{ id: string }> }

export function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return objectTitle('users', params, 'properties')
}

export default async function Page({ params }: PageProps) {
  return <ObjectProperties kind="users" id={(await params).id} />
}
