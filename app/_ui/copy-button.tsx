'use client'

import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { classNames } from './class-names.ts'

export function CopyButton({ text, label }: { text: string; label: string }) {
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    setCopied(true)
    setTimeout(() => setCopied(false), 2000)
  }
  const Icon = copied ? Check : Copy
  return (
    <button
      type="button"
      onClick={copy}
      aria-label={copied ? 'Copied' : label}
      title={copied ? 'Copied' : label}
      className={classNames(
        'inline-flex size-6 shrink-0 items-center justify-center rounded-control align-middle hover:bg-sunken',
        copied ? 'text-healthy' : 'text-muted',
      )}
    >
      <Icon aria-hidden className="size-3.5" />
    </button>
  )
}
