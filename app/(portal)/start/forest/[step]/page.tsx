import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { pageData } from '../../../../_shell/page-data.ts'
import { WizardStep } from '../_components/wizard-step.tsx'
import { messages } from '../messages.ts'
import { STEPS } from '../steps.ts'

type PageProps = { params: Promise<{ step: string }> }

async function stepOf(params: PageProps['params']) {
  const { step } = await params
  return STEPS.find((each) => each === step) ?? notFound()
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: `${messages.title} · ${messages.steps[await stepOf(params)]}` }
}

export default async function ForestStepPage({ params }: PageProps) {
  const step = await stepOf(params)
  const { api, queryClient } = await pageData()
  await queryClient.prefetchQuery(api.connectors.list.queryOptions({ input: {} }))
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <WizardStep step={step} />
    </HydrationBoundary>
  )
}
