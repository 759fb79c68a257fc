'use client'

import Link from 'next/link'
import type { ComponentProps, MouseEvent, ReactNode, Ref } from 'react'
import { useId } from 'react'
import { classNames } from './class-names.ts'
import { Spinner } from './spinner.tsx'

export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger'

const VARIANT: Record<ButtonVariant, string> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-hover border border-transparent',
  secondary: 'bg-raised text-text border border-control hover:bg-sunken',
  quiet: 'bg-transparent text-text border border-transparent hover:bg-sunken',
  danger: 'bg-danger text-on-danger border border-transparent hover:opacity-90',
}

/** The look of a button, for the places where another element must carry it (menu triggers, file labels). */
export function buttonClass(variant: ButtonVariant = 'secondary', extra?: string): string {
  return classNames(
    'inline-flex min-h-9 items-center justify-center gap-2 rounded-control px-3 py-1.5 text-body font-semibold',
    'pointer-coarse:min-h-11 aria-disabled:opacity-60 select-none',
    VARIANT[variant],
    extra,
  )
}

type ButtonProps = Omit<ComponentProps<'button'>, 'disabled'> & {
  variant?: ButtonVariant
  /** Why the command cannot be used now. The button stays focusable and says so. */
  disabledReason?: string | undefined
  /** The command is under way: shows a spinner and ignores further presses. */
  busy?: boolean
  icon?: ReactNode
  ref?: Ref<HTMLButtonElement>
}

export function Button({
  variant = 'secondary',
  disabledReason,
  busy = false,
  icon,
  className,
  children,
  onClick,
  type = 'button',
  ...rest
}: ButtonProps) {
  const reasonId = useId()
  const inert = busy || disabledReason !== undefined
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    if (inert) {
      event.preventDefault()
      return
    }
    onClick?.(event)
  }
  return (
    <>
      <button
        {...rest}
        type={type}
        onClick={press}
        aria-disabled={inert || undefined}
        aria-describedby={disabledReason === undefined ? rest['aria-describedby'] : reasonId}
        title={disabledReason ?? rest.title}
        className={buttonClass(variant, className)}
      >
        {busy ? <Spinner /> : icon}
        {children}
      </button>
      {disabledReason === undefined ? null : (
        <span id={reasonId} className="sr-only">
          {disabledReason}
        </span>
      )}
    </>
  )
}

type ButtonLinkProps = ComponentProps<typeof Link> & { variant?: ButtonVariant; icon?: ReactNode }

export function ButtonLink({ variant = 'secondary', icon, className, children, ...rest }: ButtonLinkProps) {
  return (
    <Link {...rest} className={buttonClass(variant, className)}>
      {icon}
      {children}
    </Link>
  )
}

type IconButtonProps = Omit<ComponentProps<'button'>, 'aria-label'> & { label: string }

/** A button that is only an icon: the label is its name and tooltip. */
export function IconButton({ label, className, children, type = 'button', ...rest }: IconButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      aria-label={label}
      title={label}
      className={classNames(
        'inline-flex size-9 shrink-0 items-center justify-center rounded-control hover:bg-sunken pointer-coarse:size-11',
        className,
      )}
    >
      {children}
    </button>
  )
}
