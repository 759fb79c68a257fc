export function ProductMark() {
  return (
    <svg aria-hidden="true" viewBox="0 0 32 32" className="size-6 shrink-0">
      <rect width="32" height="32" rx="7" className="fill-accent" />
      <path
        d="M8 8v12.5h7.5M16.5 11.5H24V24"
        fill="none"
        className="stroke-on-accent"
        strokeWidth="3"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <circle cx="8" cy="8" r="2.5" className="fill-on-accent" />
      <circle cx="24" cy="24" r="2.5" className="fill-on-accent" />
    </svg>
  )
}
