import type { Metadata } from 'next'
import { ConnectorConnection } from '../../_components/connector-connection.tsx'
import { ConnectorFrame } from '../../_components/connector-frame.tsx'
import { connectorTitle } from '../../_components/connector-title.ts'

type PageProps = { params: Promise<{ id: string }> }

export function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return connectorTitle(params, 'connection')
}

export default async function Page({ params }: PageProps) {
  const { id } = await params
  return (
    <ConnectorFrame id={id}>
      <ConnectorConnection id={id} />
    </ConnectorFrame>
  )
}
