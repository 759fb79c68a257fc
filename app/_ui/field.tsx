'use client'

import { Eye, EyeOff } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import { useId, useState } from 'react'
import { IconButton } from './button.tsx'
import { classNames } from './class-names.ts'

const CONTROL =
  'min-h-9 w-full rounded-control border bg-canvas px-2.5 py-1.5 text-body text-text pointer-coarse:min-h-11'

/** The look of a text control, for controls that this file does not offer. */
export function controlClass(invalid: boolean): string {
  return classNames(CONTROL, invalid ? 'border-danger outline-danger' : 'border-control')
}

/** The look of a file input. */
export const fileInputClass =
  'max-w-full file:me-3 file:min-h-9 file:rounded-control file:border file:border-control file:bg-raised file:px-3 file:font-semibold file:text-text'

type FrameProps = {
  id: string
  label: ReactNode
  help?: ReactNode
  error?: string | undefined
  required?: boolean | undefined
  children: ReactNode
}

function FieldFrame({ id, label, help, error, required, children }: FrameProps) {
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-semibold">
        {label}
        {required ? <span className="font-normal text-muted"> (required)</span> : null}
      </label>
      {children}
      {error === undefined ? null : (
        <p id={`${id}-error`} className="font-semibold text-danger">
          {error}
        </p>
      )}
      {help === undefined ? null : (
        <p id={`${id}-help`} className="text-caption text-muted">
          {help}
        </p>
      )}
    </div>
  )
}

function describedBy(id: string, help: ReactNode, error: string | undefined): string | undefined {
  const ids = [error === undefined ? '' : `${id}-error`, help === undefined ? '' : `${id}-help`].filter(
    Boolean,
  )
  return ids.length === 0 ? undefined : ids.join(' ')
}

type Shared = { label: ReactNode; help?: ReactNode; error?: string | undefined }

/** A labelled text input. `id` is what an error summary links to; without one it is generated. */
export function TextField({ label, help, error, id, ...input }: Shared & ComponentProps<'input'>) {
  const generated = useId()
  const ownId = id ?? generated
  return (
    <FieldFrame id={ownId} label={label} help={help} error={error} required={input.required}>
      <input
        {...input}
        id={ownId}
        required={false}
        aria-required={input.required}
        aria-invalid={error === undefined ? undefined : true}
        aria-describedby={describedBy(ownId, help, error)}
        className={controlClass(error !== undefined)}
      />
    </FieldFrame>
  )
}

/** A masked input; what was typed can be shown while it is being typed. Paste and password managers work. */
export function PasswordField({ label, help, error, id, ...input }: Shared & ComponentProps<'input'>) {
  const generated = useId()
  const ownId = id ?? generated
  const [shown, setShown] = useState(false)
  const Icon = shown ? EyeOff : Eye
  return (
    <FieldFrame id={ownId} label={label} help={help} error={error} required={input.required}>
      <div className="flex gap-1">
        <input
          {...input}
          id={ownId}
          type={shown ? 'text' : 'password'}
          required={false}
          aria-required={input.required}
          aria-invalid={error === undefined ? undefined : true}
          aria-describedby={describedBy(ownId, help, error)}
          className={controlClass(error !== undefined)}
        />
        <IconButton
          label={shown ? 'Hide password' : 'Show password'}
          aria-pressed={shown}
          onClick={() => setShown(!shown)}
          className="border border-control"
        >
          <Icon aria-hidden className="size-4" />
        </IconButton>
      </div>
    </FieldFrame>
  )
}

export function TextArea({ label, help, error, id, ...input }: Shared & ComponentProps<'textarea'>) {
  const generated = useId()
  const ownId = id ?? generated
  return (
    <FieldFrame id={ownId} label={label} help={help} error={error} required={input.required}>
      <textarea
        {...input}
        id={ownId}
        required={false}
        aria-required={input.required}
        aria-invalid={error === undefined ? undefined : true}
        aria-describedby={describedBy(ownId, help, error)}
        className={classNames(controlClass(error !== undefined), 'font-mono')}
      />
    </FieldFrame>
  )
}

export type Option = { readonly value: string; readonly label: string }

export function SelectField({
  label,
  help,
  error,
  id,
  options,
  ...select
}: Shared & ComponentProps<'select'> & { options: readonly Option[] }) {
  const generated = useId()
  const ownId = id ?? generated
  return (
    <FieldFrame id={ownId} label={label} help={help} error={error}>
      <select
        {...select}
        id={ownId}
        aria-describedby={describedBy(ownId, help, error)}
        className={controlClass(error !== undefined)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </FieldFrame>
  )
}

type ChoiceProps = {
  name: string
  value: string
  checked: boolean
  onChoose: (value: string) => void
  label: ReactNode
  help?: ReactNode
}

/** One radio button with a sentence of explanation. Put several into a `fieldset`. */
export function Choice({ name, value, checked, onChoose, label, help }: ChoiceProps) {
  const id = useId()
  return (
    <div className="flex gap-2">
      <input
        id={id}
        type="radio"
        name={name}
        value={value}
        checked={checked}
        onChange={() => onChoose(value)}
        aria-describedby={help === undefined ? undefined : `${id}-help`}
        className="mt-0.5 size-5 shrink-0 accent-accent"
      />
      <div>
        <label htmlFor={id} className="font-semibold">
          {label}
        </label>
        {help === undefined ? null : (
          <p id={`${id}-help`} className="text-caption text-muted">
            {help}
          </p>
        )}
      </div>
    </div>
  )
}
