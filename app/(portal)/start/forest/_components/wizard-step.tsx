'use client'

import { Check } from 'lucide-react'
import dynamic from 'next/dynamic'
import { PageHeader } from '../../../../_shell/page-header.tsx'
import { classNames } from '../../../../_ui/class-names.ts'
import { messages } from '../messages.ts'
import { SHOWN_STEPS, type Step } from '../steps.ts'
import { ChooseStep } from './choose-step.tsx'
import { useDraft } from './draft.tsx'

// Each page of the wizard is loaded when it is reached.
const ConnectStep = dynamic(() => import('./connect-step.tsx').then((module) => module.ConnectStep))
const UploadStep = dynamic(() => import('./upload-step.tsx').then((module) => module.UploadStep))
const DomainsStep = dynamic(() => import('./domains-step.tsx').then((module) => module.DomainsStep))
const ReviewStep = dynamic(() => import('./review-step.tsx').then((module) => module.ReviewStep))
const ProgressStep = dynamic(() => import('./progress-step.tsx').then((module) => module.ProgressStep))

/** One page of the wizard under its stepper. */
export function WizardStep({ step }: { step: Step }) {
  const { draft } = useDraft()
  return (
    <>
      <PageHeader
        crumbs={[{ label: 'Connectors', href: '/sync/connectors' }]}
        title={step === 'progress' ? messages.progressTitle : messages.title}
      />
      {step === 'progress' ? <ProgressStep /> : <Stepper current={step} express={draft.express} />}
      <div className="max-w-3xl pt-4">
        {step === 'choose' ? <ChooseStep /> : null}
        {step === 'connect' ? draft.kind === 'ldif' ? <UploadStep /> : <ConnectStep /> : null}
        {step === 'domains' ? <DomainsStep /> : null}
        {step === 'review' ? <ReviewStep /> : null}
      </div>
    </>
  )
}

function Stepper({ current, express }: { current: Step; express: boolean }) {
  const steps = SHOWN_STEPS.filter((step) => !(express && step === 'domains') || current === 'domains')
  const position = steps.indexOf(current)
  return (
    <nav aria-label={messages.stepOf(position + 1, steps.length)}>
      <ol className="flex flex-wrap gap-x-6 gap-y-2">
        {steps.map((step, index) => (
          <li
            key={step}
            aria-current={step === current ? 'step' : undefined}
            className={classNames(
              'flex items-center gap-2',
              step === current ? 'font-semibold' : 'text-muted',
            )}
          >
            <span
              aria-hidden
              className={classNames(
                'flex size-6 items-center justify-center rounded-full border text-caption',
                index <= position ? 'border-accent bg-accent text-on-accent' : 'border-control',
              )}
            >
              {index < position ? <Check className="size-3.5" /> : index + 1}
            </span>
            {messages.steps[step]}
            {index < position ? <span className="sr-only">({messages.done})</span> : null}
          </li>
        ))}
      </ol>
    </nav>
  )
}
