'use client'

import { FileText, type LucideIcon, Network, SlidersHorizontal } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { messages } from '../messages.ts'
import { stepHref } from '../steps.ts'
import { type Draft, useDraft } from './draft.tsx'

type ChoiceCard = {
  readonly label: string
  readonly text: string
  readonly icon: LucideIcon
  readonly part: Pick<Draft, 'kind' | 'express'>
}

const CHOICES: readonly ChoiceCard[] = [
  {
    label: messages.express,
    text: messages.expressText,
    icon: Network,
    part: { kind: 'active-directory', express: true },
  },
  {
    label: messages.custom,
    text: messages.customText,
    icon: SlidersHorizontal,
    part: { kind: 'active-directory', express: false },
  },
  { label: messages.ldif, text: messages.ldifText, icon: FileText, part: { kind: 'ldif', express: true } },
]

export function ChooseStep() {
  const router = useRouter()
  const { change } = useDraft()
  const choose = (part: ChoiceCard['part']) => {
    change({ ...part, partitions: undefined, tested: [] })
    router.push(stepHref('connect'))
  }
  return (
    <div className="flex flex-col gap-4">
      <p className="text-muted">{messages.chooseIntro}</p>
      <ul className="grid gap-4 sm:grid-cols-3">
        {CHOICES.map(({ label, text, icon: Icon, part }) => (
          <li key={label} className="flex">
            <button
              type="button"
              onClick={() => choose(part)}
              className="flex w-full flex-col items-start gap-2 rounded-card border border-control bg-surface p-4 text-start hover:border-accent hover:bg-selected"
            >
              <Icon aria-hidden className="size-6 text-accent" />
              <span className="text-section font-semibold">{label}</span>
              <span>{text}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
