import { CopyButton } from './copy-button.tsx'

/** A distinguished name: left to right, cut in the middle when space is short, whole in the tooltip and by copy. */
export function Dn({ value, copy = true }: { value: string; copy?: boolean }) {
  const cut = value.length > 48 ? value.length - 24 : value.length
  return (
    <span className="inline-flex max-w-full min-w-0 items-center gap-1 align-middle">
      <bdi dir="ltr" title={value} className="inline-flex min-w-0 font-mono text-caption">
        <span className="shrink-[999] truncate whitespace-pre">{value.slice(0, cut)}</span>
        <span className="min-w-0 truncate whitespace-pre">{value.slice(cut)}</span>
      </bdi>
      {copy ? <CopyButton text={value} label="Copy distinguished name" /> : null}
    </span>
  )
}

/** An id, anchor, fingerprint or other text that is never translated or mirrored. */
export function Code({ children }: { children: string }) {
  return (
    <bdi dir="ltr" className="font-mono text-caption break-all">
      {children}
    </bdi>
  )
}
